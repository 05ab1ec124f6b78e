import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
import { Backend } from './Backend.mjs';
import {
  CLIENTS,
  FULL,
  LATER_PAGE,
  PAGE,
  QUICK,
  SCAFFOLDER_SAMPLES,
  VARIANTS,
} from './plan.mjs';
import { toTables } from './report.mjs';
import { SeededPlaces } from './SeededPlaces.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
const SCAFFOLDER = join(import.meta.dirname, 'scaffolder/tasks.mjs');
/** Ten million runs take a while to load. */
const PATIENCE_MS = 3_600_000;

/** Measures everything and writes the report. */
export async function main({ quick, postgresUrl }) {
  const plan = quick ? QUICK : FULL;
  const worker = await buildWorker('store');
  const places = await SeededPlaces.open(postgresUrl);
  try {
    const report = {
      machine: {
        processors: `${cpus().length} × ${cpus()[0].model}`,
        node: process.version,
        postgres: await places.postgres(),
        measuredAt: new Date().toISOString(),
        mode: quick ? 'quick' : 'full',
      },
      sizes: [],
    };
    // Everything is loaded before anything is measured.
    const sizes = await seedAll(plan, places, worker);
    report.machine.loadBefore = loadavg()[0].toFixed(1);
    for (const size of sizes) {
      report.sizes.push(await measureSize(plan, size, worker));
    }
    report.scaffolder = await measureScaffolder(plan, places);
    report.recorder = await measureRecorders(plan, worker);
    report.machine.loadAfter = loadavg()[0].toFixed(1);
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'store.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  } finally {
    await places.close();
  }
}

async function seedAll({ sizes }, places, worker) {
  const seeded = [];
  for (const [kind, counts] of Object.entries(sizes)) {
    for (const runs of counts) {
      say(`${runs} runs into ${kind}`);
      const place = await places.place(kind, `runs_${runs}`);
      const start = Date.now();
      const task = { measure: 'seed', place, runs };
      const isNew = await measure(worker, task, { patienceMs: PATIENCE_MS });
      const seedMs = isNew ? Date.now() - start : null;
      seeded.push({ kind, runs, place, seedMs });
    }
  }
  return seeded;
}

async function measureSize(plan, { kind, runs, place, seedMs }, worker) {
  const { samples, cellMs } = plan;
  const common = { place, runs, page: PAGE, clients: CLIENTS, samples, cellMs };
  const backend = await Backend.start(worker, place, runs);
  try {
    const ask = (what, more) => {
      say(`${what} of ${runs} runs on ${kind}`);
      const { pid, port } = backend;
      const task = { measure: what, backend: pid, port, ...common, ...more };
      return measure(worker, task, { patienceMs: PATIENCE_MS });
    };
    const pages = await ask('pages', {
      laterPage: LATER_PAGE,
      variants: VARIANTS,
    });
    const details = await ask('details');
    return {
      kind,
      runs,
      seedMs,
      pages,
      details,
      floors: await ask('floors'),
      load: loadavg()[0].toFixed(1),
    };
  } finally {
    await backend.stop();
  }
}

/** Another plugin that pages through what has been executed, on the same server. */
async function measureScaffolder({ scaffolderTasks, cellMs }, places) {
  const results = [];
  for (const tasks of scaffolderTasks) {
    say(`${tasks} tasks of the scaffolder`);
    const place = await places.place('postgres', `tasks_${tasks}`);
    const task = {
      place,
      tasks,
      samples: SCAFFOLDER_SAMPLES,
      patienceMs: cellMs * 5,
    };
    results.push(
      ...(await measure(SCAFFOLDER, task, { patienceMs: PATIENCE_MS })),
    );
  }
  return results;
}

/** On a server with its own settings: each commit waits for the disk. */
async function measureRecorders({ recorder }, worker) {
  const places = await Places.open();
  const results = [];
  try {
    for (const kind of ['postgres', 'sqlite']) {
      say(`the recorder on ${kind}`);
      const place = await places.create(kind);
      const task = { measure: 'recorder', place, ...recorder };
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
