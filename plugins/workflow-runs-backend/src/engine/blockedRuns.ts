import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { Recorder } from '../recorder/Recorder';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { handlersNeeded } from '../workflows/WorkflowRegistry';
import { liveWorkers } from './workers';

/** How long a run may wait for a worker before it says so, in milliseconds. */
export const BLOCKED_AFTER_MS = 60_000;
/** Runs looked at in one go. */
const MAX_LOOKED_AT = 200;

/** Says of runs that have waited in vain which handler no worker offers. */
export async function reportBlockedRuns(options: {
  knex: Knex;
  recorder: Recorder;
  definitions: DefinitionStore;
  clock: LeaseClock;
  now: () => number;
}): Promise<void> {
  const { knex, recorder, definitions, clock, now } = options;
  const waiting = await knex('engine_runs')
    .join('runs', 'runs.id', 'engine_runs.run_id')
    .whereNull('engine_runs.worker_id')
    .where('engine_runs.wake_at', '<=', (await clock()) - BLOCKED_AFTER_MS)
    .orderBy('engine_runs.wake_at')
    .limit(MAX_LOOKED_AT)
    .select(
      'runs.id',
      'runs.generation',
      'runs.blocked_reason',
      'engine_runs.definition_hash',
    );
  if (waiting.length === 0) return;

  const offered = new Set(
    (await liveWorkers(knex, clock)).flatMap(({ handlers }) =>
      JSON.parse(handlers),
    ),
  );
  for (const run of waiting) {
    const { definition } = await definitions.graph(run.definition_hash);
    const missing = handlersNeeded(definition).find(name => !offered.has(name));
    const blockedReason = missing ? `No worker offers ${missing}` : null;
    if (blockedReason === run.blocked_reason) continue;
    await recorder.commit({
      runId: run.id,
      facts: [
        {
          type: 'run.changed',
          at: now(),
          generation: run.generation,
          blockedReason,
        },
      ],
    });
  }
}
