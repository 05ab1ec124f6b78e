/*
 * The long version of the fault injection: `npm run faults`, which starts a PostgreSQL and calls
 * this. Writes its report into a folder, and fails where anything was found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import createKnex from 'knex';
import { migrate } from '../../database/open';
import { connect, ConnectionOptions } from '../ScriptProcess';
import { CampaignResult, runCampaign } from './Campaign';
import { SmallDisk } from './outside/disk';
import { Random } from './random';
import {
  describeMachine,
  FaultReport,
  hasProblems,
  NamedResult,
  toMarkdown,
} from './report';
import { HURRIED, Site, SiteOptions } from './Site';
import { mixOf, planStrikes } from './strikes';

const OPEN_RUNS = 20;
const DISK_MEGABYTES = 192;
const PROGRESS_MS = 10_000;

interface LongRunOptions {
  runs: number;
  kills: number;
  seed: number;
}

async function campaignAt(
  database: string,
  where: SiteOptions,
  { runs, kills, seed }: LongRunOptions,
): Promise<NamedResult> {
  const site = await Site.open(where);
  const { isSqlite } = site;
  let saidAt = 0;
  try {
    const result: CampaignResult = await runCampaign(site, {
      seed,
      runs,
      openRuns: OPEN_RUNS,
      strikes: planStrikes(new Random(seed), mixOf(kills, isSqlite), {
        isSqlite,
        leaseMs: HURRIED.leaseMs,
      }),
      onProgress: ({ struck, of, runs: launched }) => {
        if (Date.now() - saidAt < PROGRESS_MS && struck < of) return;
        saidAt = Date.now();
        console.log(
          `${database}: ${struck} of ${of} strikes, ${launched} runs`,
        );
      },
    });
    return { database, backends: where.backends, ...result };
  } finally {
    await site.close();
  }
}

async function onPostgres(
  url: URL,
  options: LongRunOptions,
): Promise<NamedResult> {
  const name = `faults_${options.seed}_${Date.now()}`;
  const server = createKnex({ client: 'pg', connection: url.href });
  try {
    const { rows } = await server.raw('show server_version');
    await server.raw('create database ??', [name]);
    const connection: ConnectionOptions = {
      client: 'pg',
      connection: {
        host: url.hostname,
        port: Number(url.port),
        user: url.username,
        password: url.password,
        database: name,
      },
    };
    const knex = connect(connection);
    await migrate(knex);
    await knex.destroy();
    return await campaignAt(
      `PostgreSQL ${rows[0].server_version}`,
      { connection, directory: temporary('site'), backends: 3 },
      options,
    );
  } finally {
    await server.raw('drop database if exists ?? with (force)', [name]);
    await server.destroy();
  }
}

async function onSqlite(options: LongRunOptions): Promise<NamedResult> {
  const files = temporary('disk');
  const disk = SmallDisk.mount(files, DISK_MEGABYTES);
  const removeFiles = () => {
    disk?.unmount();
    rmSync(files, { recursive: true, force: true });
  };
  process.once('exit', removeFiles);
  try {
    return await campaignAt(
      disk ? 'SQLite, on a small disk of its own' : 'SQLite',
      {
        connection: {
          client: 'better-sqlite3',
          connection: { filename: join(files, 'runs.sqlite') },
        },
        directory: temporary('site'),
        backends: 1,
        disk,
      },
      options,
    );
  } finally {
    process.off('exit', removeFiles);
    removeFiles();
  }
}

function temporary(kind: string): string {
  return mkdtempSync(join(tmpdir(), `workflow-runs-faults-${kind}-`));
}

async function main() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1e9) },
      only: { type: 'string' },
      output: { type: 'string', default: '.' },
    },
  });
  const options: LongRunOptions = {
    runs: Number(values.runs),
    kills: Number(values.kills),
    seed: Number(values.seed),
  };
  const url = process.env.WORKFLOW_RUNS_TEST_POSTGRES;
  const campaigns: Record<string, () => Promise<NamedResult>> = {
    sqlite: () => onSqlite(options),
    ...(url ? { postgres: () => onPostgres(new URL(url), options) } : {}),
  };
  const report: FaultReport = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    results: [],
  };
  mkdirSync(values.output, { recursive: true });
  for (const [name, run] of Object.entries(campaigns)) {
    if (values.only && values.only !== name) continue;
    report.results.push(await run());
    writeFileSync(
      join(values.output, 'faults.json'),
      JSON.stringify(report, null, 2),
    );
    writeFileSync(join(values.output, 'faults.md'), toMarkdown(report));
  }
  console.log(toMarkdown(report));
  process.exit(hasProblems(report) ? 1 : 0);
}

// Told to stop, it still leaves nothing mounted.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(1));
}
main().catch(error => {
  console.error(error);
  process.exit(1);
});
