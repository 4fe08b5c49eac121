import type { AreaSamples } from '@duban/testkit/conformance';

export const samples: AreaSamples = {
  forms: {
    'political-study': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { sessions: 6, branches: 10, 'branches-covered': 9, note: '专题学习一次' },
        },
        { unit: 'county-a', period: '2024-02', data: { sessions: 5, branches: 10, 'branches-covered': 10 } },
        { unit: 'county-b', period: '2024-01', data: { sessions: 9, branches: 20, 'branches-covered': 13 } },
      ],
      invalid: [
        { change: { 'branches-covered': 11 }, field: 'branches-covered' },
        { change: { note: 'a'.repeat(501) }, field: 'note' },
      ],
      unusual: [{ change: { sessions: 501 }, check: 'sessions-unusual' }],
    },
    'conduct-inspection': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-01',
          data: { inspections: 4, 'problems-due': 10, 'problems-rectified': 10, education: 1 },
        },
        {
          unit: 'county-b',
          period: '2024-01',
          data: { inspections: 6, 'problems-due': 15, 'problems-rectified': 10, education: 2 },
        },
      ],
      invalid: [{ change: { 'problems-rectified': 11 }, field: 'problems-rectified' }],
      unusual: [
        { change: { inspections: 501 }, check: 'inspections-unusual' },
        { change: { education: 201 }, check: 'education-unusual' },
      ],
    },
    'officer-training': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-Q1',
          data: {
            officers: 100,
            'training-hours': 1500.5,
            instructors: 5,
            'drill-tested': 40,
            'drill-passed': 36,
          },
        },
        {
          unit: 'county-a',
          period: '2024-Q2',
          data: {
            officers: 110,
            'training-hours': 3300,
            instructors: 6,
            'drill-tested': 60,
            'drill-passed': 54,
          },
        },
        {
          unit: 'county-b',
          period: '2024-Q2',
          data: {
            officers: 90,
            'training-hours': 4700,
            instructors: 3,
            'drill-tested': 100,
            'drill-passed': 100,
          },
        },
      ],
      invalid: [
        { change: { 'drill-passed': 41 }, field: 'drill-passed' },
        { change: { instructors: 101 }, field: 'instructors' },
        { change: { officers: null }, field: 'officers' },
      ],
      unusual: [{ change: { 'training-hours': 40_000.5 }, check: 'hours-plausible' }],
    },
    'officer-care': {
      valid: [
        {
          unit: 'county-a',
          period: '2024-Q1',
          data: {
            'checkups-due': 100,
            'checkups-done': 20,
            'leave-due': 1000,
            'leave-taken': 200,
            counselling: 2,
          },
        },
        {
          unit: 'county-a',
          period: '2024-Q2',
          data: {
            'checkups-due': 100,
            'checkups-done': 70,
            'leave-due': 1000,
            'leave-taken': 450,
            counselling: 3,
          },
        },
        {
          unit: 'county-b',
          period: '2024-Q2',
          data: {
            'checkups-due': 60,
            'checkups-done': 50,
            'leave-due': 600,
            'leave-taken': 350,
            counselling: 1,
          },
        },
      ],
      invalid: [
        { change: { 'checkups-done': 101 }, field: 'checkups-done' },
        { change: { 'leave-taken': 1001 }, field: 'leave-taken' },
      ],
      unusual: [{ change: { counselling: 301 }, check: 'counselling-unusual' }],
    },
  },
  totals: {
    'study-sessions': { numerator: 20, value: 20 },
    'branches-covered-rate': { numerator: 32, denominator: 40, value: 80 },
    'conduct-inspections': { numerator: 10, value: 10 },
    'conduct-rectified-rate': { numerator: 20, denominator: 25, value: 80 },
    'education-sessions': { numerator: 3, value: 3 },
    'training-hours-per-officer': { numerator: 8000, denominator: 200, value: 40 },
    instructors: { numerator: 9, value: 9 },
    'drill-pass-rate': { numerator: 190, denominator: 200, value: 95 },
    'checkups-done-rate': { numerator: 120, denominator: 160, value: 75 },
    'leave-taken-rate': { numerator: 800, denominator: 1600, value: 50 },
    'counselling-sessions': { numerator: 6, value: 6 },
  },
};
