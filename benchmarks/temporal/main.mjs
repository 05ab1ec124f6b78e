import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { startExample } from '../../scripts/temporal/example.mjs';
import { requireTemporal } from '../../scripts/temporal/install.mjs';
import { startTemporalServer } from '../../scripts/temporal/server.mjs';
import { buildWorker } from '../buildWorker.mjs';
import { measure } from '../measure.mjs';
import { onBothDatabases } from '../onBothDatabases.mjs';
import { toTables } from './report.mjs';

const OUTPUT = join(import.meta.dirname, '../dist');
/** A busy machine may take as long. */
const PATIENCE_MS = 1_800_000;
const FULL = { closed: 5_000, open: 200, seconds: 60 };
const QUICK = { closed: 300, open: 50, seconds: 15 };

/** Measures everything and writes the report. */
export async function main({ quick }) {
  const plan = quick ? QUICK : FULL;
  const command = await requireTemporal();
  const worker = await buildWorker('temporal');
  const machine = {
    processors: `${cpus().length} × ${cpus()[0].model}`,
    node: process.version,
    measuredAt: new Date().toISOString(),
    mode: quick ? 'quick' : 'full',
    loadBefore: loadavg()[0].toFixed(1),
  };
  const server = await startTemporalServer({ command });
  try {
    const { address, metricsUrl } = server;
    const ask = (kind, patienceMs = PATIENCE_MS) =>
      measure(worker, { kind, address, ...plan }, { patienceMs });
    console.log(`… running ${plan.closed} workflows on Temporal`);
    const example = await startExample('worker', { address });
    const population = await ask('populate');
    // What is open stays as it is, and takes no processor from what is measured.
    await example.stop();
    console.log('… reading all histories without keeping them');
    const plain = await ask('read');
    const results = await onBothDatabases(
      worker,
      { kind: 'catchUp', address, metricsUrl, ...plan },
      { doing: 'catching up', patienceMs: PATIENCE_MS },
    );
    machine.loadAfter = loadavg()[0].toFixed(1);
    const report = { machine, plan, population, plain, results };
    mkdirSync(OUTPUT, { recursive: true });
    const file = join(OUTPUT, 'temporal.json');
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\n${toTables(report)}\n\nIn full: ${file}`);
  } finally {
    await server.stop();
  }
}
