import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
import { SeededPlaces } from '../store/SeededPlaces.mjs';
import { FULL, QUICK } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
/** Ten million runs take a while to load and to count. */
const PATIENCE_MS = 6 * 3_600_000;

/** Measures everything and writes the report. */
export async function main({ quick, onlyBusy, postgresUrl }) {
  const plan = quick ? QUICK : FULL;
  const worker = await buildWorker('statistics');
  const places = await SeededPlaces.open(postgresUrl);
  try {
    const report = {
      machine: {
        processors: `${cpus().length} × ${cpus()[0].model}`,
        node: process.version,
        postgres: await places.postgres(),
        measuredAt: new Date().toISOString(),
        mode: quick ? 'quick' : 'full',
        loadBefore: loadavg()[0].toFixed(1),
      },
      busy: [],
      sizes: [],
    };
    for (const kind of Object.keys(plan.sizes)) {
      report.busy.push(await measureBusy(plan, kind, places, worker));
    }
    const sizes = onlyBusy ? {} : plan.sizes;
    for (const [kind, counts] of Object.entries(sizes)) {
      for (const runs of counts) {
        report.sizes.push(
          await measureSize(plan, { kind, runs }, places, worker),
        );
      }
    }
    report.freshness = onlyBusy ? [] : await measureFreshness(plan, worker);
    report.machine.loadAfter = loadavg()[0].toFixed(1);
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'statistics.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  } finally {
    await places.close();
  }
}

/** One workflow with very many runs: its sums, beside as many runs as there are then. */
async function measureBusy({ samples, busy }, kind, places, worker) {
  const runs = busy.runs[kind];
  const { runsPerDay } = busy;
  const place = await places.place(kind, `statistics_busy_${runs}`);
  const ask = (what, name) => {
    say(
      `${name} a workflow of ${runsPerDay} runs a day among ${runs} on ${kind}`,
    );
    const task = {
      ...{ measure: what, place, samples, onlyBusy: true },
      ...{ runs, runsPerDay },
    };
    return measure(worker, task, { patienceMs: PATIENCE_MS });
  };
  await ask('fill', 'summing up');
  return { kind, runs, runsPerDay, ...(await ask('answers', 'asking of')) };
}

async function measureSize({ samples }, { kind, runs }, places, worker) {
  const place = await places.place(kind, `statistics_${runs}`);
  const ask = (what, name) => {
    say(`${name} ${runs} runs on ${kind}`);
    const task = { measure: what, place, runs, samples };
    return measure(worker, task, { patienceMs: PATIENCE_MS });
  };
  await ask('seed', 'loading');
  const counting = await ask('count', 'counting');
  const answers = await ask('answers', 'asking of');
  return { kind, runs, counting, answers };
}

/** On a server with its own settings: each commit waits for the disk. */
async function measureFreshness({ freshness }, worker) {
  const places = await Places.open();
  const results = [];
  try {
    for (const kind of ['postgres', 'sqlite']) {
      say(`how far the reader is behind on ${kind}`);
      const place = await places.create(kind);
      const task = { measure: 'freshness', place, ...freshness };
      results.push({ kind, ...(await measure(worker, task)) });
      await places.remove(place);
    }
  } finally {
    await places.close();
  }
  return results;
}

function say(what) {
  console.log(`… ${what}`);
}
