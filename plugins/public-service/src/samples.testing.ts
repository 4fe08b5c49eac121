import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'government-services': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: {
            points: 20,
            'one-window-points': 8,
            handled: 1000,
            'handled-online': 700,
            'handled-on-time': 990,
          },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: {
            points: 20,
            'one-window-points': 10,
            handled: 600,
            'handled-online': 500,
            'handled-on-time': 600,
          },
        },
        {
          unit: 'county-b',
          period: '2024-02',
          data: {
            points: 30,
            'one-window-points': 30,
            handled: 400,
            'handled-online': 400,
            'handled-on-time': 390,
          },
        },
      ],
      invalid: [
        { change: { 'one-window-points': 21 }, field: 'one-window-points' },
        { change: { 'handled-online': 1001 }, field: 'handled-online' },
        { change: { 'handled-on-time': 1001 }, field: 'handled-on-time' },
      ],
    },
    'enterprise-services': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'requests-due': 12, 'requests-on-time': 12, stations: 6 },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: { 'requests-due': 8, 'requests-on-time': 4, stations: 7 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'requests-due': 20, 'requests-on-time': 18, stations: 5 },
        },
      ],
      invalid: [{ change: { 'requests-on-time': 13 }, field: 'requests-on-time' }],
      unusual: [
        { change: { 'requests-due': 5001 }, check: 'requests-due-unusual' },
        { change: { stations: 501 }, check: 'stations-unusual' },
      ],
    },
    'immigration-services': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'online-items': 24, finished: 100, 'working-days': 350.5 },
        },
        { unit: 'county-a', period: '2024-02', data: { 'online-items': 26, finished: 0, 'working-days': 0 } },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'online-items': 26, finished: 300, 'working-days': 649.5 },
        },
      ],
      invalid: [
        { change: { finished: 0 }, field: 'working-days' },
        { change: { 'working-days': 350.55 }, field: 'working-days' },
        { change: { 'online-items': 501 }, field: 'online-items' },
      ],
      unusual: [
        { change: { 'working-days': 3000.5 }, check: 'days-plausible' },
        { change: { finished: 100_001 }, check: 'finished-unusual' },
      ],
    },
    'joint-supervision': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: {
            approvals: 50,
            'claimed-on-time': 45,
            'inspections-due': 20,
            'inspections-done': 20,
            'problems-due': 10,
            'problems-rectified': 6,
          },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: {
            approvals: 50,
            'claimed-on-time': 50,
            'inspections-due': 30,
            'inspections-done': 25,
            'problems-due': 10,
            'problems-rectified': 9,
          },
        },
      ],
      invalid: [
        { change: { 'claimed-on-time': 51 }, field: 'claimed-on-time' },
        { change: { 'inspections-done': 21 }, field: 'inspections-done' },
        { change: { 'problems-rectified': 11 }, field: 'problems-rectified' },
      ],
      unusual: [{ change: { approvals: 20_001 }, check: 'approvals-unusual' }],
    },
    'integrity-building': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-Q1',
          data: { 'firms-planned': 20, firms: 5, sessions: 3, guides: 1 },
        },
        {
          unit: 'county-a',
          period: '2024-Q2',
          data: { 'firms-planned': 20, firms: 12, sessions: 4, guides: 0 },
        },
        {
          unit: 'county-b',
          period: '2024-Q2',
          data: { 'firms-planned': 30, firms: 18, sessions: 5, guides: 2 },
        },
      ],
      invalid: [{ change: { firms: 21 }, field: 'firms' }],
      unusual: [
        { change: { sessions: 501 }, check: 'sessions-unusual' },
        { change: { guides: 51 }, check: 'guides-unusual' },
      ],
    },
    'regional-cooperation': {
      valid: [
        {
          unit: 'department',
          period: '2024-Q1',
          data: {
            mechanisms: 3,
            drills: 1,
            'requests-due': 40,
            'requests-on-time': 38,
            'cross-province': 500,
          },
        },
        {
          unit: 'department',
          period: '2024-Q2',
          data: {
            mechanisms: 4,
            drills: 0,
            'requests-due': 40,
            'requests-on-time': 40,
            'cross-province': 700,
          },
        },
        {
          unit: 'county-a',
          period: '2024-Q2',
          data: {
            mechanisms: 2,
            drills: 1,
            'requests-due': 20,
            'requests-on-time': 17,
            'cross-province': 100,
          },
        },
      ],
      invalid: [
        { change: { 'requests-on-time': 41 }, field: 'requests-on-time' },
        { change: { mechanisms: 201 }, field: 'mechanisms' },
      ],
      unusual: [
        { change: { drills: 51 }, check: 'drills-unusual' },
        { change: { 'cross-province': 100_001 }, check: 'cross-province-unusual' },
      ],
    },
  },
  totals: {
    'one-window-points': { numerator: 40, value: 40 },
    'one-window-rate': { numerator: 40, denominator: 50, value: 80 },
    'online-handling-rate': { numerator: 1600, denominator: 2000, value: 80 },
    'on-time-rate': { numerator: 1980, denominator: 2000, value: 99 },
    'enterprise-on-time-rate': { numerator: 34, denominator: 40, value: 85 },
    'liaison-stations': { numerator: 12, value: 12 },
    // Two units, and the rule forbids to join them.
    'online-items': { numerator: null, value: null },
    'average-working-days': { numerator: 1000, denominator: 400, value: 2.5 },
    'approvals-claimed-rate': { numerator: 95, denominator: 100, value: 95 },
    'inspections-done-rate': { numerator: 45, denominator: 50, value: 90 },
    'problems-rectified-rate': { numerator: 15, denominator: 20, value: 75 },
    'firms-cobuilding-rate': { numerator: 30, denominator: 50, value: 60 },
    'integrity-sessions': { numerator: 12, value: 12 },
    'integrity-guides': { numerator: 3, value: 3 },
    'cooperation-mechanisms': { numerator: 6, value: 6 },
    'joint-drills': { numerator: 2, value: 2 },
    'requests-on-time-rate': { numerator: 95, denominator: 100, value: 95 },
    'cross-province-items': { numerator: 1300, value: 1300 },
  },
};
