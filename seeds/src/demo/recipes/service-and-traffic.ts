import { flow, growth, level, type Recipe, share } from '../recipe.js';

export const serviceAndTraffic: Readonly<Record<string, Recipe>> = {
  'public-service.government-services': {
    points: level(22, 6),
    'one-window-points': share('points', 0.6, 1),
    handled: flow(2400, 900),
    'handled-online': share('handled', 0.72, 0.86),
    'handled-on-time': share('handled', 0.985, 0.998),
  },
  'public-service.enterprise-services': {
    'requests-due': flow(34, 14),
    'requests-on-time': share('requests-due', 0.9, 0.99),
    stations: growth(4, 12),
  },
  'public-service.immigration-services': {
    'online-items': growth(14, 22, 1),
    finished: flow(520, 380),
    'working-days': { rule: 'times', of: 'finished', times: 4.6 },
  },
  'public-service.joint-supervision': {
    approvals: flow(120, 60),
    'claimed-on-time': share('approvals', 0.94, 0.99),
    'inspections-due': flow(40, 18),
    'inspections-done': share('inspections-due', 0.92, 1),
    'problems-due': flow(18, 8),
    'problems-rectified': share('problems-due', 0.9, 0.98),
  },
  'public-service.integrity-building': {
    'firms-planned': level(20, 12),
    firms: share('firms-planned', 0.15, 0.95),
    sessions: flow(4, 3),
    guides: flow(1, 2),
  },
  'public-service.regional-cooperation': {
    mechanisms: growth(1, 3, 1),
    drills: flow(1, 1),
    'requests-due': flow(14, 22),
    'requests-on-time': share('requests-due', 0.93, 1),
    'cross-province': flow(160, 60),
  },
};
