import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
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
  const results = await measureAll(worker, runs);
  machine.loadAfter = loadavg()[0].toFixed(1);
  const report = { machine, runs, results };
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'sync.json');
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
}

async function measureAll(worker, runs) {
  const places = await Places.open();
  const results = [];
  try {
    for (const kind of ['sqlite', 'postgres']) {
      console.log(`… syncing for the first time on ${kind}`);
      const place = await places.create(kind);
      const task = { place, runs };
      const patience = { patienceMs: PATIENCE_MS };
      results.push({ kind, ...(await measure(worker, task, patience)) });
      await places.remove(place);
    }
  } finally {
    await places.close();
  }
  return results;
}
