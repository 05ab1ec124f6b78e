import { Knex } from 'knex';
import { RunStatus } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogReader } from '../readers/LogReader';
import { Instruments, Observation } from './instruments';

const OPEN: RunStatus[] = [
  'queued',
  'running',
  'paused',
  'waiting_human',
  'canceling',
];
const SECOND_MS = 1_000;

/**
 * What is looked up when somebody collects metrics. All backends tell the same of it: it is about the database
 * that they share.
 */
export function observationsOf(options: {
  knex: Knex;
  now: () => number;
  /** By the names of their cursors. */
  readers: Readonly<Record<string, Pick<LogReader, 'lag'>>>;
}): [keyof Instruments & Observable, Observation][] {
  const { knex, now, readers } = options;
  const waiting = () =>
    knex('engine_runs')
      .whereNull('worker_id')
      .whereNotNull('wake_at')
      .where('wake_at', '<=', now());
  const ofReaders =
    (field: 'events' | 'seconds'): Observation =>
    async result => {
      for (const [reader, { lag }] of entriesOf(readers)) {
        result.observe((await lag())[field], { reader });
      }
    };
  return [
    [
      'open',
      async result => {
        const rows: DatabaseRow[] = await knex('runs')
          .whereIn('status', OPEN)
          .groupBy('status')
          .select('status')
          .count({ count: '*' });
        const counts = new Map(rows.map(row => [row.status, row.count]));
        for (const status of OPEN) {
          result.observe(Number(counts.get(status) ?? 0), { status });
        }
      },
    ],
    [
      'intervention',
      async result => {
        const row = await knex('runs')
          // By the index of statuses: none of them has ended.
          .whereIn('status', OPEN)
          .where({ needs_intervention: true })
          .count({ count: '*' })
          .first();
        result.observe(Number(row!.count));
      },
    ],
    [
      'queued',
      async result => {
        const row = await waiting().count({ count: '*' }).first();
        result.observe(Number(row!.count));
      },
    ],
    [
      'waited',
      async result => {
        const row = await waiting().orderBy('wake_at').first('wake_at');
        const waitedMs = row ? now() - Number(row.wake_at) : 0;
        result.observe(Math.max(0, waitedMs) / SECOND_MS);
      },
    ],
    ['lag', ofReaders('events')],
    ['delay', ofReaders('seconds')],
  ];
}

/** The instruments that ask when somebody collects. */
type Observable =
  | 'open'
  | 'intervention'
  | 'queued'
  | 'waited'
  | 'lag'
  | 'delay';

function entriesOf(
  readers: Readonly<Record<string, Pick<LogReader, 'lag'>>>,
): [string, { lag: LogReader['lag'] }][] {
  return Object.entries(readers).map(([name, reader]) => [
    name,
    { lag: () => reader.lag() },
  ]);
}
