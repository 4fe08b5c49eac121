import { fraudFreeSplit } from '../../plan-2024/tasks/crime-fighting.js';
import { fixed, flow, growth, level, type Recipe, rates, share, steps } from '../recipe.js';

export const riskAndCommand: Readonly<Record<string, Recipe>> = {
  'major-risk.event-security': { events: flow(6, 9), incidents: fixed(0) },
  'major-risk.custody-safety': {
    inspections: flow(12, 20),
    'hazards-due': flow(9, 14),
    'hazards-rectified': share('hazards-due', 0.9, 1),
    'serious-accidents': fixed(0),
  },
  'major-risk.in-house-checks': { centres: level(2, 4), 'centres-in-house': share('centres', 1) },
  'command-integration.data-base': {
    sources: level(40, 120),
    'sources-standardised': share('sources', 0.35, 0.9),
    tools: flow(1, 2),
  },
  'command-integration.command-centre': {
    systems: level(18, 60),
    'systems-connected': share('systems', 0.4, 0.92),
  },
  'command-integration.emergency-response': { drills: fixed(1), circles: steps(1, 2, 2, 3) },
  'command-integration.combat-rooms': {
    rooms: { rule: 'reached', in: { TJ: 1, X1: 1, Q1: 2, X2: 3, Q2: 3, X3: 4, X4: 4, X5: 4 } },
  },
  'command-integration.uav-equipment': {
    'equipment-due': level(24),
    'equipment-held': share('equipment-due', 0.52, 0.7, { X4: 0.46, X5: 0.38 }),
  },
  'command-integration.uav-coverage': { zones: fixed(32), 'zones-covered': share('zones', 0.45, 0.95) },
  'crime-fighting.case-teams': {
    'teams-due': level(4, 6),
    teams: share('teams-due', 0.5, 1),
    models: growth(1, 9),
  },
  'crime-fighting.laboratories': { planned: level(2, 5), built: share('planned', 0.3, 0.9) },
  'crime-fighting.anti-fraud': {
    'large-cases': growth(2, 26, 0.5),
    'large-cases-cleared': share('large-cases', 0.8, 0.88, { X3: 0.74 }),
    'fraud-free-units': {
      rule: 'planned',
      values: fraudFreeSplit,
      parts: [0.03, 0.08, 0.15, 0.22, 0.3, 0.4, 0.49, 0.54, 0.66, 0.78, 0.9, 1],
    },
    recovered: flow(85),
    sessions: flow(16, 8),
  },
  'cyberspace.screens': {
    'class-one': level(40, 24),
    'class-one-controlled': rates('class-one', [0.86, 0.92, 0.97, 1]),
    'class-two': level(220, 60),
    'class-two-controlled': rates('class-two', [0.55, 0.64, 0.74, 0.82, 0.83, 0.84, 0.85], { X5: 0.76 }),
    networked: level(150, 50),
    'networked-controlled': rates('networked', [0.7, 0.78, 0.86, 0.92, 0.93], { X3: 0.87 }),
  },
  'cyberspace.network-drills': { drills: fixed(1), organisations: flow(0, 24) },
  'cyberspace.network-hygiene': {
    'vulnerabilities-due': flow(45, 80),
    'vulnerabilities-fixed': share('vulnerabilities-due', 0.88, 0.97),
  },
};
