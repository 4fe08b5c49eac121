import { flow, growth, level, type Recipe, share } from '../recipe.js';

export const lawAndPeople: Readonly<Record<string, Recipe>> = {
  'rule-of-law.case-centres': { 'centres-due': level(2, 2), centres: share('centres-due', 0.5, 1) },
  'rule-of-law.two-unifications': {
    unified: { rule: 'reached', in: { X1: 1, Q1: 1, X2: 2, Q2: 2, X3: 3, X4: 4, X5: 4 } },
  },
  'rule-of-law.enforcement-oversight': {
    'problems-due': flow(22, 10),
    'problems-on-time': share('problems-due', 0.9, 0.97, { X4: 0.81 }),
    meetings: flow(1, 1),
  },
  'rule-of-law.legal-capability': {
    'qualification-due': level(420, 180),
    qualified: share('qualification-due', 0.88, 0.97),
    posts: level(36, 12),
    'posts-filled': share('posts', 0.82, 1),
    trainings: flow(3, 2),
  },
  'rule-of-law.online-case-handling': {
    units: level(24, 10),
    'units-connected': share('units', 0.7, 1),
    items: flow(310, 90),
    'items-online': share('items', 0.68, 0.9),
  },
  'rule-of-law.petitions': {
    received: flow(46, 20),
    repeats: share('received', 0.1, 0.08),
    'accept-due': flow(40, 18),
    'accepted-on-time': share('accept-due', 0.97, 1),
    'settle-due': flow(36, 16),
    'settled-on-time': share('settle-due', 0.95, 0.99),
    'first-due': share('settle-due', 0.7),
    'first-settled': share('first-due', 0.84, 0.93),
  },
  'team-building.political-study': {
    sessions: flow(4, 4),
    branches: flow(26, 14),
    'branches-covered': share('branches', 0.96, 1),
    note: { rule: 'text', value: '按年度学习计划组织。' },
  },
  'team-building.conduct-inspection': {
    inspections: flow(9, 12),
    'problems-due': flow(14, 8),
    'problems-rectified': share('problems-due', 0.91, 0.98),
    education: flow(1, 1),
  },
  'team-building.officer-training': {
    officers: level(520, 240),
    'training-hours': { rule: 'times', of: 'officers', times: 62, rising: true },
    instructors: level(14, 10),
    'drill-tested': flow(160, 60),
    'drill-passed': share('drill-tested', 0.92, 0.97),
  },
  'team-building.officer-care': {
    'checkups-due': level(520, 240),
    'checkups-done': share('checkups-due', 0.1, 0.99),
    'leave-due': level(500, 230),
    'leave-taken': share('leave-due', 0.12, 0.92),
    counselling: flow(3, 4),
  },
  'public-relations.publicity': {
    original: flow(16, 30),
    'adopted-national': flow(0.4, 1),
    'adopted-provincial': flow(3, 6),
    'adopted-city': flow(6, 10),
  },
  'public-relations.community-engagement': {
    'open-days': flow(1, 1),
    'feedback-due': flow(48, 30),
    'feedback-on-time': share('feedback-due', 0.9, 0.98),
  },
  'public-relations.police-culture': {
    works: flow(5, 8),
    events: flow(2, 2),
    venues: growth(3, 6),
  },
};
