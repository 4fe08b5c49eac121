import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'case-teams': {
      valid: [
        { unit: 'county-a', period: '2024-01', data: { 'teams-due': 4, teams: 1, models: 6 } },
        { unit: 'county-a', period: '2024-02', data: { 'teams-due': 4, teams: 3, models: 5 } },
        { unit: 'county-b', period: '2024-01', data: { 'teams-due': 6, teams: 2, models: 8 } },
      ],
      invalid: [
        { change: { teams: 5 }, field: 'teams' },
        { change: { models: null }, field: 'models' },
      ],
      unusual: [{ change: { models: 501 }, check: 'models-unusual' }],
    },
    laboratories: {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { planned: 6, built: 1 } },
        { unit: 'department', period: '2024-Q2', data: { planned: 6, built: 3 } },
        { unit: 'county-a', period: '2024-Q2', data: { planned: 2, built: 1 } },
      ],
      invalid: [{ change: { built: 7 }, field: 'built' }],
    },
    'anti-fraud': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: {
            'large-cases': 2,
            'large-cases-cleared': 1,
            'fraud-free-units': 10,
            recovered: 120.5,
            sessions: 8,
          },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: {
            'large-cases': 5,
            'large-cases-cleared': 4,
            'fraud-free-units': 14,
            recovered: 80.25,
            sessions: 6,
          },
        },
        {
          unit: 'county-b',
          period: '2024-02',
          data: {
            'large-cases': 7,
            'large-cases-cleared': 5,
            'fraud-free-units': 20,
            recovered: 0,
            sessions: 4,
          },
        },
      ],
      invalid: [
        { change: { 'large-cases-cleared': 3 }, field: 'large-cases-cleared' },
        { change: { recovered: 1.005 }, field: 'recovered' },
        { change: { sessions: 1.5 }, field: 'sessions' },
      ],
      unusual: [
        { change: { 'fraud-free-units': 301 }, check: 'fraud-free-units-unusual' },
        { change: { recovered: 20_000.01 }, check: 'recovered-unusual' },
        { change: { sessions: 2001 }, check: 'sessions-unusual' },
      ],
    },
  },
  totals: {
    'case-team-rate': { numerator: 5, denominator: 10, value: 50 },
    'models-in-use': { numerator: 13, value: 13 },
    'laboratory-built-rate': { numerator: 4, denominator: 8, value: 50 },
    // Year-to-date levels: January's two cases are among February's five.
    'large-fraud-clearance-rate': { numerator: 9, denominator: 12, value: 75 },
    'fraud-free-units': { numerator: 34, value: 34 },
    'losses-recovered': { numerator: 200.75, value: 200.75 },
    'anti-fraud-sessions': { numerator: 18, value: 18 },
  },
};
