import { fixed, flow, growth, level, type Recipe, share, steps } from '../recipe.js';

export const prevention: Readonly<Record<string, Recipe>> = {
  'grassroots.station-building': { stations: level(15, 6), 'model-stations': share('stations', 0.1, 0.4) },
  'grassroots.primary-prevention': { 'works-done': steps(2, 6, 8, 10), 'projects-done': steps(2, 4, 7, 10) },
  'grassroots.prevention-centre': {
    modules: steps(0, 0, 1, 1, 2, 3, 3, 4, 4, 5),
    platforms: steps(0, 0, 0, 0, 0, 1),
  },
  'grassroots.dispute-mediation': {
    surveyed: flow(22),
    settled: share('surveyed', 0.92, 0.98, { X3S04: 0.78, X5S02: 0.72 }),
    revisited: share('surveyed', 0.82, 0.93),
  },
  'grassroots.safety-supervision': {
    inspections: flow(60, 25),
    'hazards-due': flow(38, 15),
    'hazards-cleared': share('hazards-due', 0.9, 0.97),
  },
  'grassroots.prevention-system': { 'smart-safe-units': growth(30, 105, 0.2) },
  'grassroots.rating-rules': { rules: steps(1, 1, 2, 3) },
  'grassroots.campus-safety': {
    schools: level(110, 20),
    'schools-connected': share('schools', 0.6, 0.98),
    scenes: growth(1, 9),
  },
  'grassroots.source-governance': {
    'model-villages': growth(4, 26, 0),
    places: level(30, 12),
    'places-treated': share('places', 0.2, 0.95),
  },
  'grassroots.dispute-diversion': {
    disputes: flow(620),
    diverted: share('disputes', 0.5, 0.62, { X3: 0.47, X5: 0.44 }),
    'repeat-calls': share('disputes', 0.125, 0.11, { X5: 0.155 }),
  },
  'grassroots.eco-policing': {
    rooms: level(42, 8),
    'rooms-with-function': share('rooms', 0.45, 0.95),
    centres: { rule: 'reached', in: { HSY: 1, X1: 1, X2: 2, Q1: 2, X4: 3, Q2: 3, X3: 4, X5: 4 } },
  },
  'grassroots.eco-systems': { systems: steps(1, 3, 4, 5), 'joint-stations': steps(0, 1) },
  'grassroots.intellectual-property': {
    centres: { rule: 'reached', in: { JZ: 1, X1: 1, Q1: 2, X2: 2, X3: 3, Q2: 3, X4: 4, X5: 4 } },
    firms: flow(11, 16),
  },
  'traffic-management.congestion-index': {
    index: flow(1.7),
    publisher: { rule: 'text', value: '第三方交通大数据平台(示例)' },
  },
  'traffic-management.road-facilities': {
    'facilities-planned': level(90, 40),
    'facilities-done': share('facilities-planned', 0.05, 1),
    points: level(24, 10),
    'points-treated': share('points', 0.1, 1, { X4: 0.35 }),
  },
  'traffic-management.road-hazards': {
    'firms-due': flow(26, 12),
    'firms-checked': share('firms-due', 0.93, 1),
    'hazards-due': flow(34, 15),
    'hazards-rectified': share('hazards-due', 0.88, 0.98, { Q2: 0.79 }),
    'major-accidents': fixed(0),
  },
  'traffic-management.congestion-relief': {
    points: level(16, 8),
    'points-treated': share('points', 0.15, 0.95),
    junctions: flow(1.6, 1),
    surroundings: flow(1.2, 1),
  },
};
