import { Change, Row } from '../database/changes';
import { attemptSpanIdOf } from '../engine/trace';
import type { FactContext } from './project';
import type { FactOf, FactOfStep } from './projectStep';

/** What of a fact about a step may be about an attempt of it that has ended. */
type EndOfAttempt = FactOfStep & {
  from: string;
  attempt?: number | null;
  attemptMs?: number;
  usage?: { tokens?: number; computeMs?: number };
};

/** A new attempt, which overwrites none. */
export function attemptStarted(
  fact: FactOf<'step.started'>,
  context: FactContext,
): Change {
  return {
    kind: 'insert',
    table: 'attempts',
    key: keyOf(fact, context, fact.attempt),
    set: {
      status: 'running',
      expected: fact.expected,
      worker: fact.waitingFor ? null : context.worker,
      started_at: fact.at,
      span_id: attemptSpanIdOf({ ...fact, runId: context.runId }),
    },
  };
}

/** The end of an attempt; one that ended before the step did (between retries) is settled already. */
export function attemptEnded(
  fact: EndOfAttempt,
  context: FactContext,
  status: string,
  set: Row = {},
): Change[] {
  if (fact.from !== 'running' || !fact.attempt) return [];
  const { usage = {} } = fact;
  return [
    {
      kind: 'update',
      table: 'attempts',
      key: keyOf(fact, context, fact.attempt),
      set: {
        status,
        completed_at: fact.at,
        duration_ms: fact.attemptMs ?? null,
        ...columnsOf(usage),
        ...set,
      },
    },
    ...used(fact, context, columnsOf(usage)),
  ];
}

/** What an attempt has used counts for its step, for the fan-out that it is an item of, and the run. */
function used(
  fact: FactOfStep,
  { runId }: FactContext,
  add: Record<string, number>,
): Change[] {
  if (Object.keys(add).length === 0) return [];
  const steps = [...new Set([fact.item, -1])];
  return [
    ...steps.map(
      (item): Change => ({
        kind: 'update',
        table: 'steps',
        key: { run_id: runId, step_key: fact.step, item_index: item },
        set: { updated_at: fact.at },
        add,
      }),
    ),
    { kind: 'update', table: 'run_live', key: { run_id: runId }, add },
  ];
}

function columnsOf({
  tokens,
  computeMs,
}: NonNullable<EndOfAttempt['usage']>): Record<string, number> {
  return {
    ...(tokens === undefined ? {} : { tokens }),
    ...(computeMs === undefined ? {} : { compute_ms: computeMs }),
  };
}

function keyOf(fact: FactOfStep, { runId }: FactContext, number: number): Row {
  return {
    run_id: runId,
    step_key: fact.step,
    item_index: fact.item,
    generation: fact.generation,
    number,
  };
}
