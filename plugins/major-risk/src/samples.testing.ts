import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'event-security': {
      valid: [
        { unit: 'county-a', period: '2024-01', data: { events: 4, incidents: 0 } },
        { unit: 'county-a', period: '2024-02', data: { events: 7, incidents: 0, remark: '春节活动' } },
        { unit: 'county-b', period: '2024-01', data: { events: 0, incidents: 0 } },
      ],
      invalid: [
        { change: { events: null }, field: 'events' },
        { change: { events: -1 }, field: 'events' },
        { change: { route: 'a street' }, field: 'route' },
      ],
      unusual: [
        { change: { events: 301 }, check: 'events-unusual' },
        { change: { incidents: 1 }, check: 'incident-explained' },
      ],
    },
    'custody-safety': {
      valid: [
        {
          unit: 'department',
          period: '2024-01',
          data: { inspections: 10, 'hazards-due': 8, 'hazards-rectified': 8, 'serious-accidents': 0 },
        },
        {
          unit: 'department',
          period: '2024-02',
          data: { inspections: 12, 'hazards-due': 4, 'hazards-rectified': 1, 'serious-accidents': 0 },
        },
        {
          unit: 'county-a',
          period: '2024-01',
          data: { inspections: 3, 'hazards-due': 0, 'hazards-rectified': 0, 'serious-accidents': 0 },
        },
      ],
      invalid: [
        { change: { 'hazards-rectified': 9 }, field: 'hazards-rectified' },
        { change: { 'serious-accidents': 0.5 }, field: 'serious-accidents' },
        { change: { 'hazards-due': null }, field: 'hazards-due' },
      ],
      unusual: [
        { change: { inspections: 501 }, check: 'inspections-unusual' },
        { change: { 'serious-accidents': 1 }, check: 'accident-explained' },
      ],
    },
    'in-house-checks': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { centres: 1, 'centres-in-house': 0 } },
        { unit: 'county-a', period: '2024-Q2', data: { centres: 1, 'centres-in-house': 1 } },
        { unit: 'county-b', period: '2024-Q1', data: { centres: 3, 'centres-in-house': 2 } },
      ],
      invalid: [
        { change: { 'centres-in-house': 2 }, field: 'centres-in-house' },
        { change: { centres: 51 }, field: 'centres' },
      ],
    },
  },
  totals: {
    'events-secured': { numerator: 11, value: 11 },
    'event-incidents': { numerator: 0, value: 0 },
    'custody-inspections': { numerator: 25, value: 25 },
    'custody-hazard-rectified-rate': { numerator: 9, denominator: 12, value: 75 },
    'serious-accidents': { numerator: 0, value: 0 },
    'in-house-check-rate': { numerator: 3, denominator: 4, value: 75 },
  },
};
