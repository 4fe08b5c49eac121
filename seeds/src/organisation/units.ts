import { departments } from './departments.js';

export interface UnitSeed {
  code: string;
  name: string;
  kind: 'bureau' | 'department' | 'county' | 'station' | 'team';
  parentCode: string | null;
}

/** Code of the city bureau, the root of the tree. */
export const rootCode = 'SJ';
export const bureauName = '示例市公安局';

/** Counties and districts: the characters that their stations and teams are called by, and how many they have. */
const territories = [
  { code: 'X1', name: '甲县公安局', stem: '甲', stations: 16, teams: 11 },
  { code: 'X2', name: '乙县公安局', stem: '乙', stations: 15, teams: 11 },
  { code: 'X3', name: '丙县公安局', stem: '丙', stations: 14, teams: 10 },
  { code: 'X4', name: '丁县公安局', stem: '丁', stations: 14, teams: 10 },
  { code: 'X5', name: '戊县公安局', stem: '戊', stations: 13, teams: 10 },
  { code: 'Q1', name: '东区公安分局', stem: '东', stations: 14, teams: 10 },
  { code: 'Q2', name: '西区公安分局', stem: '西', stations: 14, teams: 10 },
] as const;

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 … 19 in Chinese. */
function ordinal(count: number): string {
  return count < 10 ? `${digits[count]}` : `十${digits[count - 10]}`;
}

function below(
  territory: (typeof territories)[number],
  kind: 'station' | 'team',
  letter: string,
  suffix: string,
  count: number,
): UnitSeed[] {
  return Array.from({ length: count }, (_, at) => ({
    code: `${territory.code}${letter}${String(at + 1).padStart(2, '0')}`,
    name: `${territory.stem}${ordinal(at + 1)}${suffix}`,
    kind,
    parentCode: territory.code,
  }));
}

export const counties: UnitSeed[] = territories.map(({ code, name }) => ({
  code,
  name,
  kind: 'county',
  parentCode: rootCode,
}));

/** 100 stations under the seven counties. */
export const stations: UnitSeed[] = territories.flatMap((each) =>
  below(each, 'station', 'S', '派出所', each.stations),
);

/** 72 town teams: a register, which owes no form. */
export const teams: UnitSeed[] = territories.flatMap((each) =>
  below(each, 'team', 'T', '镇服务队', each.teams),
);

/** The whole invented bureau, parents before children. No real place, no real person. */
export const organisation: UnitSeed[] = [
  { code: rootCode, name: bureauName, kind: 'bureau', parentCode: null },
  ...departments.map(([code, name]): UnitSeed => ({ code, name, kind: 'department', parentCode: rootCode })),
  ...counties,
  ...stations,
  ...teams,
];

/** Groups that roll up beside the tree. */
export const groups = [{ code: 'SBJ', name: '市本级', members: ['Q1', 'Q2'] }] as const;
