import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'data-base': {
      valid: [
        { unit: 'county-a', period: '2024-01', data: { sources: 40, 'sources-standardised': 10, tools: 1 } },
        { unit: 'county-a', period: '2024-02', data: { sources: 40, 'sources-standardised': 30, tools: 2 } },
        { unit: 'county-b', period: '2024-02', data: { sources: 60, 'sources-standardised': 20, tools: 0 } },
      ],
      invalid: [
        { change: { 'sources-standardised': 41 }, field: 'sources-standardised' },
        { change: { tools: null }, field: 'tools' },
      ],
      unusual: [{ change: { tools: 51 }, check: 'tools-unusual' }],
    },
    'command-centre': {
      valid: [
        { unit: 'department', period: '2024-01', data: { systems: 12, 'systems-connected': 6 } },
        { unit: 'county-a', period: '2024-03', data: { systems: 8, 'systems-connected': 7 } },
      ],
      invalid: [
        { change: { 'systems-connected': 13 }, field: 'systems-connected' },
        { change: { systems: 1001 }, field: 'systems' },
      ],
    },
    'emergency-response': {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { drills: 1, circles: 1 } },
        { unit: 'department', period: '2024-Q2', data: { drills: 2, circles: 2 } },
      ],
      invalid: [{ change: { circles: 4 }, field: 'circles' }],
      unusual: [{ change: { drills: 13 }, check: 'drills-unusual' }],
    },
    'combat-rooms': {
      valid: [
        { unit: 'department', period: '2024-Q1', data: { rooms: 0 } },
        { unit: 'department', period: '2024-Q2', data: { rooms: 1 } },
        { unit: 'county-a', period: '2024-Q1', data: { rooms: 1 } },
        { unit: 'county-b', period: '2024-Q2', data: { rooms: 0 } },
      ],
      invalid: [{ change: { rooms: 2 }, field: 'rooms' }],
    },
    'uav-equipment': {
      valid: [
        { unit: 'county-a', period: '2024-01', data: { 'equipment-due': 10, 'equipment-held': 2 } },
        { unit: 'county-a', period: '2024-06', data: { 'equipment-due': 10, 'equipment-held': 6 } },
        { unit: 'county-b', period: '2024-06', data: { 'equipment-due': 6, 'equipment-held': 2 } },
      ],
      invalid: [
        { change: { 'equipment-held': 11 }, field: 'equipment-held' },
        { change: { 'equipment-due': null }, field: 'equipment-due' },
      ],
    },
    'uav-coverage': {
      valid: [
        { unit: 'department', period: '2024-01', data: { zones: 20, 'zones-covered': 5 } },
        { unit: 'department', period: '2024-02', data: { zones: 20, 'zones-covered': 9 } },
      ],
      invalid: [{ change: { 'zones-covered': 21 }, field: 'zones-covered' }],
    },
  },
  totals: {
    'sources-standardised-rate': { numerator: 50, denominator: 100, value: 50 },
    'small-tools-delivered': { numerator: 3, value: 3 },
    'systems-connected-rate': { numerator: 13, denominator: 20, value: 65 },
    'red-blue-drills': { numerator: 3, value: 3 },
    'interception-circles': { numerator: 2, value: 2 },
    'combat-command-rooms': { numerator: 2, value: 2 },
    'uav-equipment-rate': { numerator: 8, denominator: 16, value: 50 },
    // Two counties report, and what each holds is not added up.
    'uav-equipment-due': { numerator: null, value: null },
    'uav-equipment-held': { numerator: null, value: null },
    'uav-equipment-lacking': { numerator: null, value: null },
    'fixed-coverage-rate': { numerator: 9, denominator: 20, value: 45 },
  },
};
