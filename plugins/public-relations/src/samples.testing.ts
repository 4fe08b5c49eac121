import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    publicity: {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { original: 30, 'adopted-national': 1, 'adopted-provincial': 4, 'adopted-city': 10 },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: { original: 25, 'adopted-national': 0, 'adopted-provincial': 3, 'adopted-city': 8 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { original: 15, 'adopted-national': 2, 'adopted-provincial': 1, 'adopted-city': 6 },
        },
      ],
      invalid: [
        { change: { original: null }, field: 'original' },
        { change: { 'adopted-city': -2 }, field: 'adopted-city' },
      ],
      unusual: [
        { change: { original: 2001 }, check: 'original-unusual' },
        { change: { original: 14 }, check: 'adopted-within-original' },
      ],
    },
    'community-engagement': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'open-days': 1, 'feedback-due': 40, 'feedback-on-time': 38 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'open-days': 2, 'feedback-due': 60, 'feedback-on-time': 60 },
        },
      ],
      invalid: [{ change: { 'feedback-on-time': 41 }, field: 'feedback-on-time' }],
      unusual: [
        { change: { 'open-days': 61 }, check: 'open-days-unusual' },
        { change: { 'feedback-due': 10_001 }, check: 'feedback-due-unusual' },
      ],
    },
    'police-culture': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { works: 3, events: 2, venues: 4 } },
        { unit: 'county-a', period: '2024-Q2', data: { works: 5, events: 1, venues: 5 } },
        { unit: 'county-b', period: '2024-Q1', data: { works: 1, events: 0, venues: 2 } },
      ],
      invalid: [
        { change: { works: 1.5 }, field: 'works' },
        { change: { venues: null }, field: 'venues' },
      ],
      unusual: [
        { change: { works: 501 }, check: 'works-unusual' },
        { change: { events: 201 }, check: 'events-unusual' },
        { change: { venues: 201 }, check: 'venues-unusual' },
      ],
    },
  },
  totals: {
    'original-items': { numerator: 70, value: 70 },
    'adopted-national': { numerator: 3, value: 3 },
    'adopted-provincial': { numerator: 8, value: 8 },
    'adopted-city': { numerator: 24, value: 24 },
    'open-days': { numerator: 3, value: 3 },
    'feedback-on-time-rate': { numerator: 98, denominator: 100, value: 98 },
    'culture-works': { numerator: 9, value: 9 },
    'culture-events': { numerator: 3, value: 3 },
    'culture-venues': { numerator: 7, value: 7 },
  },
};
