import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { onBothDatabases } from '../onBothDatabases.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
/** A busy machine may take as long. */
const PATIENCE_MS = 3_600_000;

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const runs = quick ? 2_000 : 50_000;
  const worker = await buildWorker('sync');
  const machine = {
    processors: `${cpus().length} × ${cpus()[0].model}`,
    node: process.version,
    measuredAt: new Date().toISOString(),
    mode: quick ? 'quick' : 'full',
    loadBefore: loadavg()[0].toFixed(1),
  };
  const results = await onBothDatabases(
    worker,
    { runs },
    { doing: 'syncing for the first time', patienceMs: PATIENCE_MS },
  );
  machine.loadAfter = loadavg()[0].toFixed(1);
  const report = { machine, runs, results };
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'sync.json');
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
}
