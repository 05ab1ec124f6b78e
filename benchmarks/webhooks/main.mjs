import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
import { FULL, QUICK } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
const KINDS = ['sqlite', 'postgres'];

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  const worker = await buildWorker('webhooks');
  const places = await Places.open();
  const report = {
    machine: {
      processors: `${cpus().length} × ${cpus()[0].model}`,
      node: process.version,
      measuredAt: new Date().toISOString(),
      mode: quick ? 'quick' : 'full',
      loadBefore: loadavg()[0].toFixed(1),
    },
    results: [],
  };
  try {
    for (const kind of KINDS) {
      console.log(`… ${plan.events} events for 20 receivers on ${kind}`);
      const place = await places.create(kind);
      const patienceMs = plan.deadlineMs + 300_000;
      const result = await measure(worker, { place, ...plan }, { patienceMs });
      report.results.push({ kind, ...result });
      console.log(JSON.stringify(result));
      await places.remove(place);
    }
  } finally {
    await places.close();
  }
  report.machine.loadAfter = loadavg()[0].toFixed(1);
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'webhooks.json');
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  if (report.results.some(({ faults, leaked }) => faults.length + leaked > 0))
    process.exitCode = 1;
}
