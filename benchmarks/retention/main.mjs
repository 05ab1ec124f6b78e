import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { SeededPlaces } from '../store/SeededPlaces.mjs';
import { FULL, QUICK } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
const PATIENCE_MS = 6 * 3_600_000;

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const { runs: sizes, rowsOfAKind, turns } = quick ? QUICK : FULL;
  const worker = await buildWorker('retention');
  const places = await SeededPlaces.open();
  const report = {
    machine: {
      processors: `${cpus().length} × ${cpus()[0].model}`,
      node: process.version,
      measuredAt: new Date().toISOString(),
    },
    results: [],
  };
  try {
    for (const [kind, runs] of Object.entries(sizes)) {
      const place = await places.place(kind, `retention_${runs}`);
      const ask = (task, more) => {
        console.log(`… ${task} of ${runs} runs on ${kind}`);
        return measure(
          worker,
          { measure: task, place, runs, ...more },
          { patienceMs: PATIENCE_MS },
        );
      };
      await ask('seed', { rowsOfAKind });
      const load = loadavg()[0].toFixed(1);
      const result = await ask('purge', { turns });
      report.results.push({ kind, size: runs, load, ...result });
      console.log(JSON.stringify(result));
    }
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'retention.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  } finally {
    await places.close();
  }
}
