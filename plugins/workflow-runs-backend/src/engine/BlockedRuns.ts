import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { Recorder } from '../recorder/Recorder';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { handlersNeeded } from '../workflows/WorkflowRegistry';
import { liveWorkers } from './workers';

/** Runs that are told in one go, for each definition. */
const MAX_TOLD = 200;
const UNBLOCKABLE = ['paused'];

interface Options {
  knex: Knex;
  recorder: Recorder;
  definitions: DefinitionStore;
  clock: LeaseClock;
  now: () => number;
  /** How long a run may wait for a worker before it says so, in milliseconds. */
  blockedAfterMs: number;
}

/**
 * Says of runs that have waited in vain which handler no worker offers, and takes it back once they
 * go on. A run that is paused has a reason of its own.
 */
export async function reportBlockedRuns(options: Options): Promise<void> {
  const { knex, definitions, clock } = options;
  const hashes: string[] = await waiting(options)
    .distinct('engine_runs.definition_hash')
    .pluck('engine_runs.definition_hash');
  const offers = (await liveWorkers(knex, clock)).map(
    ({ handlers }) => new Set<string>(JSON.parse(handlers)),
  );
  for (const hash of hashes) {
    const { definition } = await definitions.graph(hash);
    const reason = whyNobodyCan(handlersNeeded(definition), offers);
    const runs = await waiting(options)
      .where('engine_runs.definition_hash', hash)
      .whereRaw(`coalesce(runs.blocked_reason, '') <> ?`, [reason ?? ''])
      .orderBy('engine_runs.wake_at')
      .limit(MAX_TOLD)
      .select('runs.id', 'runs.generation');
    await tell(options, runs, reason);
  }
  const goingOn = await openRuns(knex)
    .whereNotNull('runs.blocked_reason')
    .where(run =>
      run
        .whereNotNull('engine_runs.worker_id')
        .orWhereNull('engine_runs.wake_at')
        .orWhere('engine_runs.wake_at', '>', since(options)),
    )
    .limit(MAX_TOLD)
    .select('runs.id', 'runs.generation');
  await tell(options, goingOn, null);
}

function openRuns(knex: Knex) {
  return knex('engine_runs')
    .join('runs', 'runs.id', 'engine_runs.run_id')
    .whereNotIn('runs.status', UNBLOCKABLE);
}

function waiting(options: Options) {
  return openRuns(options.knex)
    .whereNull('engine_runs.worker_id')
    .where('engine_runs.wake_at', '<=', since(options));
}

function since({ now, blockedAfterMs }: Options): number {
  return now() - blockedAfterMs;
}

/** A run stays with one worker, so one must have all that it needs. */
function whyNobodyCan(needed: string[], offers: Set<string>[]): string | null {
  if (offers.some(offer => needed.every(name => offer.has(name)))) return null;
  const missing = needed.find(name => !offers.some(offer => offer.has(name)));
  return missing
    ? `No worker offers ${missing}`
    : `No single worker offers all of ${[...new Set(needed)].join(', ')}`.slice(
        0,
        500,
      );
}

async function tell(
  { recorder, now }: Options,
  runs: { id: string; generation: number }[],
  blockedReason: string | null,
): Promise<void> {
  for (const { id, generation } of runs) {
    await recorder.commit({
      runId: id,
      facts: [{ type: 'run.changed', at: now(), generation, blockedReason }],
    });
  }
}
