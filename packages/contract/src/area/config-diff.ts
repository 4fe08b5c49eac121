import { type AreaConfig, type ConfigSection, type ConfiguredTarget, targetKey } from './config.js';

/** One difference between two configurations: where, and what stood and stands there (undefined: nothing). */
export interface ConfigDifference {
  /** `['targets', 'area.metric', '<unit id>', 'value']`, `['forms', 'checks', 'due']`. */
  path: string[];
  from: unknown;
  to: unknown;
}

/** Targets of one configuration beside those of another. */
export interface TargetMatch<B extends ConfiguredTarget> {
  same: { before: B; after: ConfiguredTarget }[];
  changed: { before: B; after: ConfiguredTarget }[];
  ended: B[];
  added: ConfiguredTarget[];
}

/** What a target says; `id` is not among it. */
const targetAttributes = [
  'direction',
  'value',
  'from',
  'dueDate',
  'holdUntil',
  'per',
  'baseline',
  'trajectory',
  'firm',
  'scope',
  'basis',
] as const;

export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other || (one ?? null) === (other ?? null)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) =>
    sameValue((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}

export function sameTarget(one: ConfiguredTarget, other: ConfiguredTarget): boolean {
  return (
    figureOf(one) === figureOf(other) && targetAttributes.every((key) => sameValue(one[key], other[key]))
  );
}

const figureOf = ({ taskId, metric, unitId, per }: ConfiguredTarget) =>
  [taskId, metric, unitId, per ?? ''].join(' ');

/** Which target of `after` continues which of `before`: an equal one first, then one for the same figure and date, then for the same figure. */
export function matchTargets<B extends ConfiguredTarget>(
  before: readonly B[],
  after: readonly ConfiguredTarget[],
): TargetMatch<B> {
  const left = [...before];
  const open = [...after];
  const pair = (fits: (one: B, other: ConfiguredTarget) => boolean) =>
    [...open].flatMap((wanted) => {
      const at = left.findIndex((each) => fits(each, wanted));
      if (at < 0) return [];
      open.splice(open.indexOf(wanted), 1);
      return left.splice(at, 1).map((each) => ({ before: each, after: wanted }));
    });
  const same = pair(sameTarget);
  const changed = [
    ...pair((one, other) => targetKey(one) === targetKey(other)),
    ...pair((one, other) => figureOf(one) === figureOf(other)),
  ];
  return { same, changed, ended: left, added: open };
}

/** What differs between two configurations, place by place, in the sections' order. */
export function configDifferences(before: AreaConfig, after: AreaConfig): ConfigDifference[] {
  return [
    ...leaves(['forms'], before.forms, after.forms),
    ...dutyDifferences(before, after),
    ...targetDifferences(before, after),
    ...leaves(['lights'], before.lights, after.lights),
    ...leaves(['urging'], before.urging, after.urging),
    ...leaves(['own'], before.own, after.own),
  ];
}

export function sectionsOf(differences: readonly ConfigDifference[]): ConfigSection[] {
  return [...new Set(differences.map(({ path }) => path[0] as ConfigSection))];
}

/** A due rule is one thing, whichever key it has; so is a text in two languages. */
const isDue = (path: readonly string[]) => path.length === 3 && path[0] === 'forms' && path[2] === 'due';

function leaves(path: string[], from: unknown, to: unknown): ConfigDifference[] {
  if (sameValue(from, to)) return [];
  if (isDue(path) || !isBranch(from ?? {}) || !isBranch(to ?? {})) return [{ path, from, to }];
  const [one, other] = [(from ?? {}) as Record<string, unknown>, (to ?? {}) as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((each) =>
    leaves([...path, each], one[each], other[each]),
  );
}

function isBranch(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('zh' in value);
}

/** From: the units that leave; to: the units that join. */
function dutyDifferences(before: AreaConfig, after: AreaConfig): ConfigDifference[] {
  const forms = [...new Set([...Object.keys(before.duties), ...Object.keys(after.duties)])];
  return forms.flatMap((form) => {
    const [one, other] = [before.duties[form]?.unitIds ?? [], after.duties[form]?.unitIds ?? []];
    const leaving = one.filter((id) => !other.includes(id));
    const joining = other.filter((id) => !one.includes(id));
    if (leaving.length + joining.length === 0) return [];
    return [{ path: ['duties', form, 'unitIds'], from: leaving, to: joining }];
  });
}

function targetDifferences(before: AreaConfig, after: AreaConfig): ConfigDifference[] {
  const { changed, ended, added } = matchTargets(before.targets, after.targets);
  const place = ({ metric, unitId }: ConfiguredTarget) => ['targets', metric, unitId];
  return [
    ...changed.flatMap((pair) =>
      targetAttributes
        .filter((key) => !sameValue(pair.before[key], pair.after[key]))
        .map((key) => ({
          path: [...place(pair.after), key],
          from: pair.before[key],
          to: pair.after[key],
        })),
    ),
    ...ended.map((target) => ({ path: place(target), from: saidOf(target), to: undefined })),
    ...added.map((target) => ({ path: place(target), from: undefined, to: saidOf(target) })),
  ];
}

function saidOf({ id: _, taskId: __, metric: ___, unitId: ____, ...said }: ConfiguredTarget) {
  return said;
}
