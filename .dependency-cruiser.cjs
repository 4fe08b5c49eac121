// The storeys of the house and what each may stand on (arrows only point down). A rule's comment is what a
// developer reads when it bites: it says the fix. tests/architecture shows each of them to bite.

const LOCAL = '^(apps|packages|plugins|seeds|tests)/';
const NPM = '(^|/)node_modules/';
const npm = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);

/** Files that run under test only: they may use the testkit, vitest and the neighbours' builders. */
const TESTING = ['\\.(spec|testing)\\.[a-z]+$', '/testing/'];

const CONTRACT = '^packages/contract/';
const SERVER_KIT = '^packages/server-kit/';
const PORTAL_KIT = '^packages/portal-kit/';

/** An area's parts: what lies in or is called src/server and src/portal; the rest belongs to the manifest. */
const SERVER_PART = '^plugins/([^/]+)/src/server[./]';
const PORTAL_PART = '^plugins/([^/]+)/src/portal[./]';
const MANIFEST_PART = '^plugins/([^/]+)/src/(?!server[./]|portal[./])';
const OWN_MANIFEST_PART = '^plugins/$1/src/(?!server[./]|portal[./])';

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** Two rules in one: which of this repository's files, and which npm packages, files of a kind may import. */
const mayOnlyImport = (name, comment, path, { local, packages }) => [
  rule(name, comment, { path, pathNot: TESTING }, { path: LOCAL, pathNot: local }),
  ...(packages
    ? [rule(`${name}-npm`, comment, { path, pathNot: TESTING }, { path: NPM, pathNot: npm(...packages) })]
    : []),
];

module.exports = {
  forbidden: [
    ...mayOnlyImport(
      'contract-is-the-ground',
      'The contract is pure and stands on nothing but zod. Move what needs more to server-kit, portal-kit or core.',
      CONTRACT,
      { local: [CONTRACT], packages: ['zod'] },
    ),
    rule(
      'contract-does-no-io',
      'The contract runs in the browser as well as on the server. Take what Node offers as an argument instead.',
      { path: CONTRACT, pathNot: TESTING },
      { dependencyTypes: ['core'] },
    ),
    ...mayOnlyImport(
      'server-kit-stands-on-contract',
      'server-kit is what area plugins import. Move the thing down into it, or keep it in core and hand it in through the RequestContext.',
      SERVER_KIT,
      { local: [SERVER_KIT, CONTRACT] },
    ),
    ...mayOnlyImport(
      'portal-kit-stands-on-contract',
      'portal-kit is what area plugins import. Move the thing down into it, or hand it in as a property.',
      PORTAL_KIT,
      { local: [PORTAL_KIT, CONTRACT] },
    ),
    ...mayOnlyImport(
      'leaf-packages-stand-alone',
      'This package is used on its own, without the system. Give it what it needs as plain data.',
      '^packages/(local-postgres|briefing|plan-document)/',
      { local: ['^packages/$1/', CONTRACT] },
    ),
    ...mayOnlyImport(
      'core-stands-below-apps',
      'Core knows neither apps, areas, seeds nor the portal. Let apps/api hand in what it composes.',
      '^packages/core/',
      { local: ['^packages/core/', SERVER_KIT, CONTRACT, '^packages/(briefing|plan-document)/'] },
    ),
    rule(
      'packages-know-no-area',
      'packages/ serves any area. Read what you need from the manifests that apps/api hands in.',
      { path: '^packages/' },
      { path: '^plugins/' },
    ),
    rule(
      'nothing-stands-on-an-app',
      'An app only composes. Move what others need down into core or a kit.',
      { path: '^(packages|plugins|seeds)/' },
      { path: '^apps/' },
    ),
    rule(
      'seeds-stand-on-core',
      'Seeds are data for any set of areas. Use the services of core, and ids instead of an area package.',
      { path: '^seeds/', pathNot: TESTING },
      { path: LOCAL, pathNot: ['^seeds/', '^packages/(contract|core|server-kit)/'] },
    ),
    rule(
      'api-stands-on-core',
      'The API process never loads the portal. Import core, the kits of the server side, and the areas’ manifest and server parts.',
      { path: '^apps/api/', pathNot: TESTING },
      { path: [PORTAL_KIT, '^apps/portal/', PORTAL_PART, '^packages/testkit/'] },
    ),
    rule(
      'portal-stands-on-portal-kit',
      'The portal runs in the browser. Import portal-kit, the contract and the areas’ portal parts; the rest comes through the API.',
      { path: '^apps/portal/', pathNot: TESTING },
      { path: LOCAL, pathNot: ['^apps/portal/', PORTAL_KIT, CONTRACT, PORTAL_PART, MANIFEST_PART] },
    ),
    ...mayOnlyImport(
      'area-manifest-imports-contract',
      'A manifest is pure data, the same on both sides. Import @duban/contract alone; move code to src/server or src/portal.',
      MANIFEST_PART,
      { local: [OWN_MANIFEST_PART, CONTRACT], packages: [] },
    ),
    rule(
      'area-manifest-does-no-io',
      'A manifest is pure data, the same on both sides. Move what needs Node to src/server.',
      { path: MANIFEST_PART, pathNot: TESTING },
      { dependencyTypes: ['core'] },
    ),
    ...mayOnlyImport(
      'area-server-imports-server-kit',
      'An area’s server part imports @duban/server-kit and @duban/contract alone. If something is missing there, add it there.',
      SERVER_PART,
      { local: ['^plugins/$1/src/server[./]', OWN_MANIFEST_PART, SERVER_KIT, CONTRACT], packages: [] },
    ),
    ...mayOnlyImport(
      'area-portal-imports-portal-kit',
      'An area’s portal part imports @duban/portal-kit, @duban/contract and react alone. If something is missing in portal-kit, add it there.',
      PORTAL_PART,
      {
        local: ['^plugins/$1/src/portal[./]', OWN_MANIFEST_PART, PORTAL_KIT, CONTRACT],
        packages: ['react', '@types/react'],
      },
    ),
    rule(
      'area-stands-alone',
      'An area never imports another area: either can be switched off. Move what both need to a kit.',
      { path: '^plugins/([^/]+)/' },
      { path: '^plugins/(?!$1/)' },
    ),
    rule(
      'area-tests-use-testkit',
      'An area’s specs test it through @duban/testkit, as a stranger’s area would. Do not reach into core or an app.',
      { path: ['^plugins/.*\\.spec\\.[a-z]+$', '^plugins/[^/]+/.*/testing/'] },
      { path: '^(apps|seeds|tests|packages/(?!contract/|server-kit/|portal-kit/|testkit/))' },
    ),
    rule(
      'repository-is-private',
      'A feature’s repository belongs to that feature. Call its service; add a method there if one is missing.',
      { path: '^packages/core/src/([^/]+)/' },
      { path: '^packages/core/src/.+\\.repository\\.ts$', pathNot: '^packages/core/src/$1/' },
    ),
    rule(
      'testkit-in-tests-only',
      'Production code never loads the testkit. Move the thing to a kit, or this file to testing/.',
      { path: LOCAL, pathNot: [...TESTING, '^packages/testkit/', '^tests/', '^vitest\\.config\\.ts$'] },
      { path: '^packages/testkit/' },
    ),
    rule(
      'import-resolves',
      'Nothing is at the end of this import. Correct the path (relative ones end in .js), or declare the dependency in package.json.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser knows: with its default parser it would see no file.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.turbo)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['duban-source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.json'],
    },
  },
};
