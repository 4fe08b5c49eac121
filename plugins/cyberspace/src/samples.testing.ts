import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    screens: {
      valid: [
        {
          unit: 'county-a',
          period: '2024-03',
          data: {
            'class-one': 10,
            'class-one-controlled': 6,
            'class-two': 40,
            'class-two-controlled': 20,
            networked: 30,
            'networked-controlled': 12,
          },
        },
        {
          unit: 'county-a',
          period: '2024-04',
          data: {
            'class-one': 10,
            'class-one-controlled': 10,
            'class-two': 50,
            'class-two-controlled': 45,
            networked: 30,
            'networked-controlled': 27,
          },
        },
        {
          unit: 'county-b',
          period: '2024-04',
          data: {
            'class-one': 6,
            'class-one-controlled': 6,
            'class-two': 30,
            'class-two-controlled': 15,
            networked: 10,
            'networked-controlled': 9,
          },
        },
      ],
      invalid: [
        { change: { 'class-one-controlled': 11 }, field: 'class-one-controlled' },
        { change: { 'class-two-controlled': 41 }, field: 'class-two-controlled' },
        { change: { 'networked-controlled': 31 }, field: 'networked-controlled' },
        { change: { networked: null }, field: 'networked' },
      ],
      unusual: [{ change: { networked: 51 }, check: 'networked-among-classes' }],
    },
    'network-drills': {
      valid: [
        { unit: 'department', period: '2024-01', data: { drills: 1, organisations: 14 } },
        { unit: 'department', period: '2024-02', data: { drills: 0, organisations: 0 } },
        { unit: 'department', period: '2024-03', data: { drills: 2, organisations: 26 } },
      ],
      invalid: [
        { change: { drills: 0 }, field: 'organisations' },
        { change: { organisations: null }, field: 'organisations' },
      ],
      unusual: [{ change: { drills: 11 }, check: 'drills-unusual' }],
    },
    'network-hygiene': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'vulnerabilities-due': 30, 'vulnerabilities-fixed': 24 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'vulnerabilities-due': 10, 'vulnerabilities-fixed': 10 },
        },
      ],
      invalid: [{ change: { 'vulnerabilities-fixed': 31 }, field: 'vulnerabilities-fixed' }],
      unusual: [{ change: { 'vulnerabilities-due': 5001 }, check: 'vulnerabilities-due-unusual' }],
    },
  },
  totals: {
    'class-one-control-rate': { numerator: 16, denominator: 16, value: 100 },
    'class-two-control-rate': { numerator: 60, denominator: 80, value: 75 },
    'networked-control-rate': { numerator: 36, denominator: 40, value: 90 },
    'classified-control-rate': { numerator: 76, denominator: 96, value: 79.1667 },
    'themed-drills': { numerator: 3, value: 3 },
    'organisations-drilled': { numerator: 40, value: 40 },
    'vulnerability-fixed-rate': { numerator: 34, denominator: 40, value: 85 },
  },
};
