import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RunStatus } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogReader } from '../readers/LogReader';
import { SloQueries } from '../slos/SloQueries';
import { Instruments, Observation } from './instruments';
import { observeAlerts } from './observeAlerts';
import { observeSlos } from './observeSlos';

const OPEN: RunStatus[] = [
  'queued',
  'running',
  'paused',
  'waiting_human',
  'canceling',
];
const SECOND_MS = 1_000;

/** The instruments that ask when somebody collects. */
type Observable =
  | 'subscriptions'
  | 'open'
  | 'intervention'
  | 'queued'
  | 'waited'
  | 'lag'
  | 'delay'
  | 'alerts'
  | 'budget'
  | 'burn'
  | 'webhookPending'
  | 'webhookAge';

interface Observed {
  knex: Knex;
  now: () => number;
  readers: readonly Pick<LogReader, 'name' | 'lag'>[];
  slos: Pick<SloQueries, 'list'>;
}

/**
 * Looks things up whenever somebody collects metrics from this backend. All backends tell the same: it is about
 * the database that they share.
 *
 * @returns what ends it
 */
export function observe(
  instruments: Pick<Instruments, Observable>,
  options: Observed & { logger: LoggerService },
): () => void {
  const forgets = observationsOf(options).map(([name, lookUp]) => {
    // A database that is away must not keep others from telling what they measure.
    const callback: Observation = async result => {
      try {
        await lookUp(result);
      } catch (error) {
        options.logger.warn(`'${name}' could not be measured: ${error}`);
      }
    };
    instruments[name].addCallback(callback);
    return () => instruments[name].removeCallback(callback);
  });
  return () => forgets.forEach(forget => forget());
}

function observationsOf({
  knex,
  now,
  readers,
  slos,
}: Observed): [Observable, Observation][] {
  const { budget, burn } = observeSlos(slos, now);
  const waiting = () =>
    knex('engine_runs')
      .whereNull('worker_id')
      .whereNotNull('wake_at')
      .where('wake_at', '<=', now());
  const toDeliver = () => knex('webhook_deliveries').whereNotNull('due_at');
  const ofReaders =
    (field: 'events' | 'seconds'): Observation =>
    async result => {
      for (const reader of readers) {
        const lag = await reader.lag();
        result.observe(lag[field], { reader: reader.name });
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
    [
      'subscriptions',
      async result => {
        const row = await knex('live_subscriptions')
          .where('expires_at', '>', now())
          .count({ count: '*' })
          .first();
        result.observe(Number(row!.count));
      },
    ],
    ['lag', ofReaders('events')],
    ['delay', ofReaders('seconds')],
    ['alerts', observeAlerts(knex)],
    [
      'webhookPending',
      async result => {
        const row = await toDeliver().count({ count: '*' }).first();
        result.observe(Number(row!.count));
      },
    ],
    [
      'webhookAge',
      async result => {
        const row = await toDeliver().min({ since: 'since_at' }).first();
        const since = row?.since ?? now();
        result.observe(Math.max(0, now() - Number(since)) / SECOND_MS);
      },
    ],
    ['budget', budget],
    ['burn', burn],
  ];
}
