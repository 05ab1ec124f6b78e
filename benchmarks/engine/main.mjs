import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { Places } from '../places.mjs';
import { FULL, QUICK, SUBJECTS } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');

/** Connections that commit each for themselves, as those without a lane would. */
const UNBATCHED_CONNECTIONS = 8;

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  const [loadBefore] = loadavg();
  const worker = await buildWorker('engine');
  const places = await Places.open();
  try {
    const at = (kind, task) => measureAt(places, worker, kind, task);
    const report = {
      machine: {
        processors: `${cpus().length} × ${cpus()[0].model}`,
        node: process.version,
        postgres: places.postgresVersion,
        measuredAt: new Date().toISOString(),
        mode: quick ? 'quick' : 'full',
        loadBefore: loadBefore.toFixed(1),
      },
      throughput: await measureThroughputs(plan, at),
      limits: await measureLimits(plan, places, worker),
      pickUp: await measurePickUps(plan, at),
      stepCost: await measureStepCosts(plan, at),
      waiting: await measureWaiting(plan, at),
    };
    report.machine.loadAfter = loadavg()[0].toFixed(1);
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'engine.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\nIn full: ${file}`);
  } finally {
    await places.close();
  }
}

async function measureAt(places, worker, kind, task) {
  const place = await places.create(kind);
  try {
    return await measure(worker, { ...task, place });
  } finally {
    await places.remove(place);
  }
}

async function measureThroughputs({ loads, warmUpMs, measureMs }, at) {
  const results = [];
  for (const load of loads) {
    for (const { subject, kind } of SUBJECTS) {
      say(`${load.inFlight} × ${load.steps} steps, ${subject} on ${kind}`);
      const task = { measure: 'throughput', subject, load };
      const result = await at(kind, { ...task, warmUpMs, measureMs }).catch(
        ({ message }) => ({ failure: message.split('\n')[0] }),
      );
      results.push({ ...load, subject, kind, ...result });
    }
  }
  return results;
}

/** The same transactions without our code, as our lane batches them and each for itself. */
async function measureLimits({ limits, captureMs }, places, worker) {
  const results = [];
  const limit = async (kind, batched, { steps, inFlight }) => {
    say(`${inFlight} × ${steps} steps, limit of ${kind}`);
    const place = await places.create(kind);
    const replayPlace = await places.create(kind);
    const result = await measure(worker, {
      measure: 'limit',
      place,
      replayPlace,
      // A lane that is never given two transitions at a time makes no batches.
      load: { steps, inFlight: batched ? inFlight : 1 },
      connections: batched ? 1 : Math.min(inFlight, UNBATCHED_CONNECTIONS),
      captureMs,
    });
    await places.remove(place);
    await places.remove(replayPlace);
    results.push({ steps, inFlight, kind, batched, ...result });
  };
  for (const load of limits) {
    await limit('postgres', true, load);
    await limit('postgres', false, load);
    await limit('sqlite', true, load);
    await limit('sqlite', false, load);
  }
  return results;
}

async function measurePickUps({ pickUps }, at) {
  const results = [];
  for (const { subject, kind } of SUBJECTS) {
    say(`pick-up, ${subject} on ${kind}`);
    const load = { steps: 1, inFlight: 1 };
    const task = { measure: 'pickUp', subject, load, samples: pickUps };
    results.push({ subject, kind, ...(await at(kind, task)) });
  }
  return results;
}

async function measureStepCosts({ stepCosts }, at) {
  const results = [];
  for (const kind of ['postgres', 'sqlite']) {
    for (const steps of stepCosts) {
      say(`one run of ${steps} steps on ${kind}`);
      const load = { steps, inFlight: 1 };
      const task = { measure: 'stepCost', subject: 'embedded', load };
      results.push({ kind, steps, microsPerStep: await at(kind, task) });
    }
  }
  return results;
}

async function measureWaiting({ waiting: { runs, measureMs } }, at) {
  const results = [];
  for (const kind of ['postgres', 'sqlite']) {
    for (const count of [0, runs]) {
      say(`${count} waiting runs on ${kind}`);
      const load = { steps: 1, inFlight: 1 };
      const task = { measure: 'waitingRuns', load, runs: count, measureMs };
      results.push({ kind, runs: count, ...(await at(kind, task)) });
    }
  }
  return results;
}

function say(what) {
  console.log(`… ${what}`);
}
