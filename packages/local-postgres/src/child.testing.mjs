// Started by the specs as a process of its own, to be killed: starts the database of the given data directory
// from source, writes one row, and says so.
import { runnerImport } from 'vite';

const [index, dataDir] = process.argv.slice(2);
const { module } = await runnerImport(index, { configFile: false, logLevel: 'error' });
const { adminUrl } = await module.startLocalPostgres({ dataDir });
const { default: pg } = await import('pg');
const client = new pg.Client({ connectionString: adminUrl });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS written (at timestamptz)');
await client.query('INSERT INTO written VALUES (now())');
console.log('written');
