import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { onBothDatabases } from '../onBothDatabases.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
/** A run has seven events. */
const EVENTS_OF_RUN = 7;
/** A busy machine may take as long. */
const PATIENCE_MS = 3_600_000;

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const runs = Math.ceil((quick ? 10_000 : 100_000) / EVENTS_OF_RUN);
  const worker = await buildWorker('ingest');
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
    { doing: 'taking in events', patienceMs: PATIENCE_MS },
  );
  machine.loadAfter = loadavg()[0].toFixed(1);
  const report = { machine, events: runs * EVENTS_OF_RUN, results };
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'ingest.json');
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
}
