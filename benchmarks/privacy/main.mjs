import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
import { FULL, QUICK } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const { measureMs, engineMs, rounds } = quick ? QUICK : FULL;
  const worker = await buildWorker('privacy');
  const report = {
    machine: {
      processors: `${cpus().length} × ${cpus()[0].model}`,
      node: process.version,
      measuredAt: new Date().toISOString(),
      mode: quick ? 'quick' : 'full',
      loadBefore: loadavg()[0].toFixed(1),
    },
    throughput: await measure(worker, { measure: 'throughput', measureMs }),
    recorder: await measureRecorder(worker, engineMs, rounds),
  };
  report.machine.loadAfter = loadavg()[0].toFixed(1);
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, 'privacy.json');
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
}

/** By turns, so that what else the machine does concerns both alike. */
async function measureRecorder(worker, measureMs, rounds) {
  const places = await Places.open();
  const results = { with: [], without: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const how of Object.keys(results)) {
        console.log(`… recording ${how} redaction`);
        const place = await places.create('sqlite');
        const task = { measure: 'recorder', place, how, measureMs };
        results[how].push(await measure(worker, task));
        await places.remove(place);
      }
    }
  } finally {
    await places.close();
  }
  return results;
}
