import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'road-facilities': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'facilities-planned': 40, 'facilities-done': 4, points: 8, 'points-treated': 2 },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: { 'facilities-planned': 40, 'facilities-done': 10, points: 8, 'points-treated': 3 },
        },
        {
          unit: 'county-b',
          period: '2024-02',
          data: { 'facilities-planned': 60, 'facilities-done': 15, points: 12, 'points-treated': 5 },
        },
      ],
      invalid: [
        { change: { 'facilities-done': 41 }, field: 'facilities-done' },
        { change: { 'points-treated': 9 }, field: 'points-treated' },
        { change: { points: null }, field: 'points' },
      ],
    },
    'road-hazards': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: {
            'firms-due': 20,
            'firms-checked': 18,
            'hazards-due': 50,
            'hazards-rectified': 45,
            'major-accidents': 0,
          },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: {
            'firms-due': 30,
            'firms-checked': 30,
            'hazards-due': 30,
            'hazards-rectified': 15,
            'major-accidents': 0,
          },
        },
      ],
      invalid: [
        { change: { 'firms-checked': 21 }, field: 'firms-checked' },
        { change: { 'hazards-rectified': 51 }, field: 'hazards-rectified' },
        { change: { 'major-accidents': -1 }, field: 'major-accidents' },
      ],
      unusual: [
        { change: { 'hazards-due': 5001 }, check: 'hazards-due-unusual' },
        { change: { 'major-accidents': 1 }, check: 'accident-explained' },
      ],
    },
    'congestion-relief': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { points: 10, 'points-treated': 3, junctions: 2, surroundings: 1 },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: { points: 10, 'points-treated': 6, junctions: 4, surroundings: 0 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { points: 6, 'points-treated': 2, junctions: 1, surroundings: 5 },
        },
      ],
      invalid: [{ change: { 'points-treated': 11 }, field: 'points-treated' }],
      unusual: [
        { change: { junctions: 301 }, check: 'junctions-unusual' },
        { change: { surroundings: 301 }, check: 'surroundings-unusual' },
      ],
    },
    'congestion-index': {
      valid: [
        { unit: 'department', period: '2024-01', data: { index: 1.52, publisher: '某研究院月报第1期' } },
      ],
      invalid: [
        { change: { index: 0.9 }, field: 'index' },
        { change: { index: 1.523 }, field: 'index' },
        { change: { publisher: null }, field: 'publisher' },
      ],
      unusual: [{ change: { index: 3.01 }, check: 'index-unusual' }],
    },
  },
  totals: {
    'facility-done-rate': { numerator: 25, denominator: 100, value: 25 },
    'hazard-points-treated-rate': { numerator: 8, denominator: 20, value: 40 },
    'key-firms-checked-rate': { numerator: 48, denominator: 50, value: 96 },
    'hazard-rectified-rate': { numerator: 60, denominator: 80, value: 75 },
    'major-accidents': { numerator: 0, value: 0 },
    'congestion-points-treated-rate': { numerator: 8, denominator: 16, value: 50 },
    'junctions-improved': { numerator: 7, value: 7 },
    'surroundings-improved': { numerator: 6, value: 6 },
    'congestion-index': { numerator: 1.52, value: 1.52 },
  },
};
