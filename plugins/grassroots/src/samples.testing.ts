import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'station-building': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { stations: 12, 'model-stations': 2 } },
        { unit: 'county-a', period: '2024-Q2', data: { stations: 12, 'model-stations': 3 } },
        { unit: 'county-b', period: '2024-Q1', data: { stations: 9, 'model-stations': 1 } },
      ],
      invalid: [
        { change: { 'model-stations': 13 }, field: 'model-stations' },
        { change: { stations: null }, field: 'stations' },
      ],
    },
    'primary-prevention': {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { 'works-done': 2, 'projects-done': 1 } },
        { unit: 'department', period: '2024-Q2', data: { 'works-done': 5, 'projects-done': 4 } },
      ],
      invalid: [
        { change: { 'works-done': 11 }, field: 'works-done' },
        { change: { 'projects-done': 11 }, field: 'projects-done' },
      ],
    },
    'prevention-centre': {
      valid: [
        { unit: 'department', period: '2024-05', data: { modules: 2, platforms: 0 } },
        { unit: 'department', period: '2024-06', data: { modules: 3, platforms: 1 } },
      ],
      invalid: [
        { change: { modules: 6 }, field: 'modules' },
        { change: { platforms: 2 }, field: 'platforms' },
      ],
    },
    'dispute-mediation': {
      valid: [
        { unit: 'station-a', period: '2024-01', data: { surveyed: 30, settled: 27, revisited: 20 } },
        { unit: 'station-a', period: '2024-02', data: { surveyed: 20, settled: 15, revisited: 20 } },
        { unit: 'station-b', period: '2024-01', data: { surveyed: 50, settled: 48, revisited: 10 } },
      ],
      invalid: [
        { change: { settled: 31 }, field: 'settled' },
        { change: { revisited: 31 }, field: 'revisited' },
        { change: { surveyed: null }, field: 'surveyed' },
        { change: { remark: 'no such field' }, field: 'remark' },
      ],
      unusual: [{ change: { surveyed: 5001 }, check: 'surveyed-unusual' }],
    },
    'safety-supervision': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { inspections: 25, 'hazards-due': 10, 'hazards-cleared': 9 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { inspections: 15, 'hazards-due': 30, 'hazards-cleared': 27 },
        },
      ],
      invalid: [{ change: { 'hazards-cleared': 11 }, field: 'hazards-cleared' }],
      unusual: [
        { change: { inspections: 2001 }, check: 'inspections-unusual' },
        { change: { 'hazards-due': 5001 }, check: 'hazards-due-unusual' },
      ],
    },
    'prevention-system': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { 'smart-safe-units': 40 } },
        { unit: 'county-a', period: '2024-Q2', data: { 'smart-safe-units': 55 } },
        { unit: 'county-b', period: '2024-Q2', data: { 'smart-safe-units': 20 } },
      ],
      invalid: [{ change: { 'smart-safe-units': null }, field: 'smart-safe-units' }],
      unusual: [{ change: { 'smart-safe-units': 5001 }, check: 'smart-safe-units-unusual' }],
    },
    'rating-rules': {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { rules: 0 } },
        { unit: 'department', period: '2024-Q2', data: { rules: 2 } },
      ],
      invalid: [{ change: { rules: 4 }, field: 'rules' }],
    },
    'campus-safety': {
      valid: [
        { unit: 'county-a', period: '2024-03', data: { schools: 80, 'schools-connected': 60, scenes: 4 } },
        { unit: 'county-b', period: '2024-03', data: { schools: 120, 'schools-connected': 60, scenes: 3 } },
      ],
      invalid: [
        { change: { 'schools-connected': 81 }, field: 'schools-connected' },
        { change: { schools: 80.5 }, field: 'schools' },
      ],
      unusual: [{ change: { scenes: 201 }, check: 'scenes-unusual' }],
    },
    'source-governance': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { 'model-villages': 5, places: 4, 'places-treated': 1 },
        },
        {
          unit: 'county-a',
          period: '2024-02',
          data: { 'model-villages': 6, places: 5, 'places-treated': 3 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { 'model-villages': 9, places: 3, 'places-treated': 3 },
        },
      ],
      invalid: [{ change: { 'places-treated': 5 }, field: 'places-treated' }],
      unusual: [{ change: { 'model-villages': 501 }, check: 'model-villages-unusual' }],
    },
    'dispute-diversion': {
      valid: [
        { unit: 'county-a', period: '2024-01', data: { disputes: 100, diverted: 60, 'repeat-calls': 10 } },
        { unit: 'county-a', period: '2024-02', data: { disputes: 60, diverted: 40, 'repeat-calls': 8 } },
        { unit: 'county-b', period: '2024-01', data: { disputes: 40, diverted: 10, 'repeat-calls': 7 } },
      ],
      invalid: [
        { change: { diverted: 101 }, field: 'diverted' },
        { change: { 'repeat-calls': 101 }, field: 'repeat-calls' },
        { change: { disputes: null }, field: 'disputes' },
        { change: { diverted: -1 }, field: 'diverted' },
        { change: { remark: 'no such field' }, field: 'remark' },
      ],
      unusual: [{ change: { disputes: 50_001 }, check: 'disputes-unusual' }],
    },
    'eco-policing': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { rooms: 50, 'rooms-with-function': 20, centres: 0 } },
        { unit: 'county-a', period: '2024-Q2', data: { rooms: 50, 'rooms-with-function': 45, centres: 1 } },
        { unit: 'county-b', period: '2024-Q2', data: { rooms: 30, 'rooms-with-function': 15, centres: 1 } },
      ],
      invalid: [
        { change: { 'rooms-with-function': 51 }, field: 'rooms-with-function' },
        { change: { centres: 2 }, field: 'centres' },
      ],
    },
    'eco-systems': {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { systems: 2, 'joint-stations': 0 } },
        { unit: 'department', period: '2024-Q2', data: { systems: 3, 'joint-stations': 1 } },
      ],
      invalid: [
        { change: { systems: 6 }, field: 'systems' },
        { change: { 'joint-stations': 2 }, field: 'joint-stations' },
      ],
    },
    'intellectual-property': {
      valid: [
        { unit: 'county-a', period: '2024-Q1', data: { centres: 1, firms: 12 } },
        { unit: 'county-a', period: '2024-Q2', data: { centres: 2, firms: 8 } },
        { unit: 'county-b', period: '2024-Q1', data: { centres: 1, firms: 5 } },
      ],
      invalid: [{ change: { centres: 51 }, field: 'centres' }],
      unusual: [{ change: { firms: 1001 }, check: 'firms-unusual' }],
    },
  },
  totals: {
    'model-stations': { numerator: 4, value: 4 },
    'key-works-done': { numerator: 5, value: 5 },
    'key-projects-done': { numerator: 4, value: 4 },
    'centre-modules': { numerator: 3, value: 3 },
    'centre-platform': { numerator: 1, value: 1 },
    'disputes-surveyed': { numerator: 100, value: 100 },
    'settled-rate': { numerator: 90, denominator: 100, value: 90 },
    'revisited-rate': { numerator: 50, denominator: 100, value: 50 },
    'safety-inspections': { numerator: 40, value: 40 },
    'safety-hazard-cleared-rate': { numerator: 36, denominator: 40, value: 90 },
    'smart-safe-units': { numerator: 75, value: 75 },
    'rating-rules': { numerator: 2, value: 2 },
    'campus-scenes': { numerator: 7, value: 7 },
    'schools-connected-rate': { numerator: 120, denominator: 200, value: 60 },
    'model-villages': { numerator: 15, value: 15 },
    'key-places-treated-rate': { numerator: 6, denominator: 8, value: 75 },
    // Sides first, then one division: the mean of the three months' rates would be 50.5556.
    'diversion-rate': { numerator: 110, denominator: 200, value: 55 },
    'repeat-call-rate': { numerator: 25, denominator: 200, value: 12.5 },
    'eco-room-rate': { numerator: 60, denominator: 80, value: 75 },
    'eco-centres': { numerator: 2, value: 2 },
    'eco-systems': { numerator: 3, value: 3 },
    'eco-joint-station': { numerator: 1, value: 1 },
    'ip-joint-centres': { numerator: 3, value: 3 },
    'firms-guided': { numerator: 25, value: 25 },
  },
};
