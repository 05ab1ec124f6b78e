import { RunFact, WaitingFor } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import type { FactContext } from './project';

type Asked = Extract<RunFact, { type: 'step.waiting_human' }>;
type Made = Extract<RunFact, { type: 'decision.made' }>;

/** A human is asked; the step is told of by the step's own row. */
export function askedDecision(fact: Asked, context: FactContext): Change {
  return {
    kind: 'insert',
    table: 'decisions',
    key: decisionKey(fact, context, fact.at),
    set: {
      ...asked(fact.waitingFor),
      shown: fact.show ? JSON.stringify(fact.show) : null,
    },
  };
}

/** Somebody, or the lapse of time, has decided. */
export function madeDecision(fact: Made, context: FactContext): Change {
  return {
    kind: 'update',
    table: 'decisions',
    key: decisionKey(fact, context, fact.askedAt),
    set: {
      decided_at: fact.at,
      decision: fact.decision,
      actor: fact.actor,
      note: fact.note,
    },
  };
}

function asked(waitingFor: WaitingFor): Row {
  return waitingFor.kind === 'approval'
    ? {
        about: 'approval',
        approvers: JSON.stringify(waitingFor.approvers),
        due_at: waitingFor.dueAt,
        validation: null,
      }
    : {
        about: 'validation',
        approvers: '[]',
        due_at: null,
        validation:
          waitingFor.kind === 'validation'
            ? JSON.stringify(waitingFor.results)
            : null,
      };
}

function decisionKey(
  fact: Asked | Made,
  { runId }: FactContext,
  askedAt: number,
): Row {
  return {
    run_id: runId,
    step_key: fact.step,
    item_index: fact.item,
    generation: fact.generation,
    asked_at: askedAt,
  };
}
