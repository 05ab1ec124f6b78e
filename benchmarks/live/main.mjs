import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { buildWorker } from '../buildWorker.mjs';
import { Places } from '../places.mjs';
import { Child } from './Child.mjs';
import { FULL, QUICK } from './plan.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
const SCAFFOLDER = join(import.meta.dirname, 'scaffolder.mjs');

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  const worker = await buildWorker('live');
  const places = await Places.open();
  const report = {
    machine: {
      processors: `${cpus().length} × ${cpus()[0].model}`,
      node: process.version,
      postgres: places.postgresVersion,
      measuredAt: new Date().toISOString(),
      mode: quick ? 'quick' : 'full',
      loadBefore: loadavg()[0].toFixed(1),
    },
    plan,
    results: [],
  };
  const { viewers, lists } = plan;
  const cells = [
    ...[0, ...viewers].map(each => [measureOurs, { viewers: each, lists: 0 }]),
    ...[1, lists].map(each => [measureOurs, { viewers: 0, lists: each }]),
    ...viewers.map(each => [measureScaffolder, { viewers: each }]),
  ];
  try {
    for (const [measure, cell] of cells) {
      const place = await places.create('postgres');
      const result = {
        subject: measure === measureOurs ? 'ours' : 'scaffolder',
        ...cell,
        ...(await measure({ worker, place, ...plan, ...cell })),
        load: loadavg()[0].toFixed(1),
      };
      report.results.push(result);
      console.log(JSON.stringify(result));
      await places.remove(place);
    }
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'live.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  } finally {
    await places.close();
  }
}

async function measureOurs(options) {
  const { worker, place, runs, eventsPerSecond, viewers, lists } = options;
  const children = [worker, worker, worker].map(file => new Child(file));
  const [backend, writer, clients] = children;
  try {
    const port = await backend.ask({ ask: 'serve', place });
    await writer.ask({ ask: 'write', place, runs, eventsPerSecond });
    await sleep(2_000);
    const idle = await backend.ask({ ask: 'usage' });
    await clients.ask({ ask: 'view', port, runs, viewers, lists });
    await sleep(2_000);
    return await measureAll(options, backend, clients, idle.memory);
  } finally {
    await Promise.all(children.map(child => child.stop()));
  }
}

async function measureScaffolder(options) {
  const { place, runs, eventsPerSecond, viewers } = options;
  const children = [SCAFFOLDER, SCAFFOLDER].map(file => new Child(file));
  const [writer, watcher] = children;
  try {
    const ids = await writer.ask({
      ask: 'write',
      place,
      runs,
      eventsPerSecond,
    });
    const idle = await watcher.ask({ ask: 'usage' });
    await watcher.ask({ ask: 'watch', place, ids, viewers });
    return await measureAll(options, watcher, watcher, idle.memory);
  } finally {
    await Promise.all(children.map(child => child.stop()));
  }
}

/** What a process uses for a while, and what viewers see of it. */
async function measureAll({ measureMs }, server, clients, idleMemory) {
  await clients.ask({ ask: 'results' });
  const before = await server.ask({ ask: 'usage' });
  const start = performance.now();
  await sleep(measureMs);
  const after = await server.ask({ ask: 'usage' });
  const seconds = (performance.now() - start) / 1_000;
  return {
    received: await clients.ask({ ask: 'results' }),
    queriesPerSecond: (after.queries - before.queries) / seconds,
    processor: (after.processorMs - before.processorMs) / seconds / 1_000,
    grownBytes: after.memory - idleMemory,
  };
}
