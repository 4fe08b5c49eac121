import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkLayers } from '../lib/layers.mjs';

const root = realpathSync(process.argv[2] ?? fileURLToPath(new URL('../../..', import.meta.url)));
const { modules, violations } = await checkLayers(root);
for (const { rule, from, to, fix } of violations) {
  console.error(`${rule}: ${from} → ${to}\n  ${fix}\n`);
}
console.log(`${modules} modules, ${violations.length} forbidden imports`);
process.exitCode = violations.length > 0 ? 1 : 0;
