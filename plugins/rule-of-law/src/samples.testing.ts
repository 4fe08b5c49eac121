import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'case-centres': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { 'centres-due': 2, centres: 1 } },
        { unit: 'county-a', period: '2024-Q2', data: { 'centres-due': 2, centres: 2 } },
        { unit: 'county-b', period: '2024-Q1', data: { 'centres-due': 3, centres: 2 } },
      ],
      invalid: [{ change: { centres: 3 }, field: 'centres' }],
    },
    'two-unifications': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { unified: 0 } },
        { unit: 'county-a', period: '2024-Q2', data: { unified: 1 } },
        { unit: 'county-b', period: '2024-Q1', data: { unified: 1 } },
      ],
      invalid: [{ change: { unified: 2 }, field: 'unified' }],
    },
    'enforcement-oversight': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'problems-due': 16, 'problems-on-time': 12, meetings: 1 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'problems-due': 24, 'problems-on-time': 24, meetings: 2 },
        },
      ],
      invalid: [{ change: { 'problems-on-time': 17 }, field: 'problems-on-time' }],
      unusual: [
        { change: { 'problems-due': 3001 }, check: 'problems-due-unusual' },
        { change: { meetings: 11 }, check: 'meetings-unusual' },
      ],
    },
    'legal-capability': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-Q1',
          data: { 'qualification-due': 50, qualified: 20, posts: 10, 'posts-filled': 8, trainings: 2 },
        },
        {
          unit: 'county-a',
          period: '2024-Q2',
          data: { 'qualification-due': 50, qualified: 40, posts: 10, 'posts-filled': 9, trainings: 1 },
        },
        {
          unit: 'county-b',
          period: '2024-Q1',
          data: { 'qualification-due': 30, qualified: 24, posts: 10, 'posts-filled': 7, trainings: 0 },
        },
      ],
      invalid: [
        { change: { qualified: 51 }, field: 'qualified' },
        { change: { 'posts-filled': 11 }, field: 'posts-filled' },
      ],
      unusual: [{ change: { trainings: 101 }, check: 'trainings-unusual' }],
    },
    'online-case-handling': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { units: 20, 'units-connected': 15, items: 300, 'items-online': 210 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { units: 30, 'units-connected': 30, items: 200, 'items-online': 190 },
        },
      ],
      invalid: [
        { change: { 'units-connected': 21 }, field: 'units-connected' },
        { change: { 'items-online': 301 }, field: 'items-online' },
      ],
    },
    petitions: {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: {
            'accept-due': 20,
            'accepted-on-time': 20,
            'settle-due': 18,
            'settled-on-time': 16,
            received: 25,
            repeats: 3,
            'first-due': 10,
            'first-settled': 7,
          },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: {
            'accept-due': 30,
            'accepted-on-time': 29,
            'settle-due': 22,
            'settled-on-time': 22,
            received: 35,
            repeats: 3,
            'first-due': 10,
            'first-settled': 9,
          },
        },
      ],
      invalid: [
        { change: { 'accepted-on-time': 21 }, field: 'accepted-on-time' },
        { change: { 'settled-on-time': 19 }, field: 'settled-on-time' },
        { change: { repeats: 26 }, field: 'repeats' },
        { change: { 'first-due': 19 }, field: 'first-due' },
        { change: { 'first-settled': 11 }, field: 'first-settled' },
      ],
      unusual: [{ change: { received: 3001 }, check: 'received-unusual' }],
    },
  },
  totals: {
    'case-centre-rate': { numerator: 4, denominator: 5, value: 80 },
    'two-unifications': { numerator: 2, value: 2 },
    'oversight-rectified-rate': { numerator: 36, denominator: 40, value: 90 },
    'committee-meetings': { numerator: 3, value: 3 },
    'qualification-rate': { numerator: 64, denominator: 80, value: 80 },
    'legal-officer-rate': { numerator: 16, denominator: 20, value: 80 },
    'legal-trainings': { numerator: 3, value: 3 },
    'units-connected-rate': { numerator: 45, denominator: 50, value: 90 },
    'items-online-rate': { numerator: 400, denominator: 500, value: 80 },
    'accepted-on-time-rate': { numerator: 49, denominator: 50, value: 98 },
    'settled-on-time-rate': { numerator: 38, denominator: 40, value: 95 },
    'first-settled-rate': { numerator: 16, denominator: 20, value: 80 },
    'repeat-petition-rate': { numerator: 6, denominator: 60, value: 10 },
  },
};
