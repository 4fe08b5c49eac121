import {
  type ConfigChangeView,
  type ConfigDifference,
  configTerms,
  type Form,
  type Manifest,
  progressNoteForm,
  type Text,
} from '@duban/contract';

const joined = (...parts: (Text | undefined)[]): Text => {
  const known = parts.filter((part) => part !== undefined);
  return {
    zh: known.map((part) => part.zh).join(' · '),
    en: known.map((part) => part.en).join(' · '),
  };
};
const plain = (value: string): Text => ({ zh: value, en: value });
const term = (key: string): Text => configTerms[key] ?? plain(key);

/** Ids of units that the differences name, in paths and in duties. */
export function unitsOf(differences: readonly ConfigDifference[]): string[] {
  return differences.flatMap(({ path, from, to }) => {
    if (path[0] === 'targets') return [path[2] as string];
    return path[0] === 'duties' ? [...(from as string[]), ...(to as string[])] : [];
  });
}

/** Differences as people read them: places by their titles, units by their names. */
export function readable(
  manifest: Manifest,
  differences: readonly ConfigDifference[],
  unitName: (id: string) => string,
): ConfigChangeView[] {
  return differences.map(({ path, from, to }) => ({
    path: path.join('.'),
    title: titleOf(manifest, path, unitName),
    from: path[0] === 'duties' ? (from as string[]).map(unitName) : (from ?? null),
    to: path[0] === 'duties' ? (to as string[]).map(unitName) : (to ?? null),
  }));
}

/** A place of a configuration by its titles, units by their names. */
export function titleOf(manifest: Manifest, path: readonly string[], unitName: (id: string) => string): Text {
  const [section = '', key = '', ...rest] = path;
  if (section === 'targets') {
    const metric = manifest.metrics.find((each) => `${manifest.id}.${each.key}` === key);
    const [unitId = '', attribute] = rest;
    return joined(
      metric?.title ?? plain(key),
      plain(unitName(unitId)),
      attribute ? term(attribute) : term('targets'),
    );
  }
  if (section === 'lights') return joined(term('lights'), key ? term(key) : undefined);
  if (section === 'urging')
    return joined(
      term('urging'),
      ...[key, ...rest].filter((part) => part !== '' && part !== 'from').map((part) => term(part)),
    );
  if (section === 'own') {
    const field = manifest.config.find((each) => each.key === key);
    return joined(term('own'), field?.title ?? (key ? plain(key) : undefined));
  }
  const form = [...manifest.forms, progressNoteForm].find((each) => each.key === key);
  return joined(form?.title ?? (key ? plain(key) : term(section)), ...formPlace(form, rest));
}

/** `due`, `unitIds`, or `fields` with the field's key and what of it. */
function formPlace(form: Form | undefined, [part, fieldKey, attribute, option]: readonly string[]): Text[] {
  if (!part) return [];
  if (part !== 'fields' || !fieldKey) return [term(part)];
  const field = form?.fields.find((each) => each.key === fieldKey);
  const found = option ? field?.options?.find((each) => each.value === option)?.title : undefined;
  return [
    field?.title ?? plain(fieldKey),
    ...(attribute ? [term(attribute)] : []),
    ...(found ? [found] : []),
  ];
}
