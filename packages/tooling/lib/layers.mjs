import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const require = createRequire(import.meta.url);
const CONFIG = new URL('../../../.dependency-cruiser.cjs', import.meta.url);
const GROUPS = ['apps', 'packages', 'plugins'];

// dependency-cruiser parses .tsx as plain TypeScript, and stumbles over the first element in it.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

/** The folders of a checkout that hold layered source: packages/core/src, plugins/<id>/src, seeds/src … */
function sourceFolders(root) {
  const members = GROUPS.filter((group) => existsSync(join(root, group))).flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  );
  return [...members, 'seeds'].map((member) => `${member}/src`).filter((dir) => existsSync(join(root, dir)));
}

const FEATURE_FILE = /^packages\/core\/src\/([^/]+)\/(?!.*(\.(spec|testing)\.|testing\/))/;
/** Folders of core that every feature stands on, or that name them all; they are no features. */
const NO_FEATURE = new Set(['kernel', 'database']);

function featureOf(path) {
  const folder = FEATURE_FILE.exec(path)?.[1];
  return folder && !NO_FEATURE.has(folder) ? folder : null;
}

/**
 * Circles in the graph of core's features, each told by one import that closes it. dependency-cruiser's own
 * rule for folders also counts the ways through kernel and database.
 */
function featureCircles(modules) {
  /** feature → feature it needs → the first import that says so */
  const needs = new Map();
  for (const { source, dependencies } of modules) {
    const from = featureOf(source);
    if (!from) continue;
    if (!needs.has(from)) needs.set(from, new Map());
    for (const { resolved } of dependencies) {
      const to = featureOf(resolved);
      if (to && to !== from && !needs.get(from).has(to)) needs.get(from).set(to, { source, resolved });
    }
  }
  const done = new Set();
  const circles = [];
  const visit = (feature, way) => {
    if (done.has(feature)) return;
    for (const [next, { source, resolved }] of needs.get(feature) ?? []) {
      const start = [...way, feature].indexOf(next);
      if (start < 0) visit(next, [...way, feature]);
      else circles.push({ source, resolved, features: [...way, feature].slice(start).concat(next) });
    }
    done.add(feature);
  };
  for (const feature of needs.keys()) visit(feature, []);
  return circles.map(({ source, resolved, features }) => ({
    rule: 'features-form-no-circle',
    from: source,
    to: resolved,
    fix:
      `The features ${features.join(' → ')} need each other, so none can be understood or tested alone. ` +
      'Move the shared part to one below them all, or hand in a function.',
  }));
}

/**
 * Holds the imports of a checkout against the layer rules.
 * @param {string} root the checkout's folder, a real path
 * @returns {Promise<{modules: number, violations: {rule: string, from: string, to: string, fix: string}[]}>}
 * @throws when a source folder was not seen at all, for then nothing is known about it
 */
export async function checkLayers(root) {
  const { forbidden, options } = require(CONFIG.pathname);
  const folders = sourceFolders(root);
  if (folders.length === 0) throw new Error(`No source folder found in ${root}: nothing would be checked.`);
  const { output } = await cruise(
    folders,
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: root },
    { ...options.enhancedResolveOptions, bustTheCache: true },
  );
  const seen = output.modules.map((module) => module.source);
  const unseen = folders.filter((folder) => !seen.some((source) => source.startsWith(`${folder}/`)));
  if (unseen.length > 0) {
    throw new Error(
      `dependency-cruiser saw no module in ${unseen.join(', ')}: it would let everything there pass. ` +
        'Check its parser (swc, with @swc/core installed) and that the folder holds source.',
    );
  }
  const fixOf = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  const forbiddenImports = output.summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
    fix: fixOf.get(rule.name) ?? '',
  }));
  return { modules: seen.length, violations: [...forbiddenImports, ...featureCircles(output.modules)] };
}
