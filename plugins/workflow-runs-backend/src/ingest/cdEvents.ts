import { z } from 'zod';
import {
  cdEventSchemas,
  CloudEvent,
  ObservedEnd,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { nothingOf } from '../observed/merge';
import { parse } from './toSnapshot';

/** Events of the CDEvents vocabulary, 0.4 and 0.5, that are about runs; each with a version of its own. */
export const CDEVENT =
  /^dev\.cdevents\.(pipelinerun|taskrun)\.(queued|started|finished)\.\d+\.\d+\.\d+(-[\w.]+)?$/;

const OUTCOMES: Record<string, ObservedEnd['outcome']> = {
  success: 'completed',
  failure: 'failed',
  error: 'failed',
  cancel: 'canceled',
};

const pipelineRun = cdEventSchemas['dev.cdevents.pipelinerun'];
const taskRun = cdEventSchemas['dev.cdevents.taskrun'];
type Said = z.infer<typeof pipelineRun | typeof taskRun>['subject']['content'];

/**
 * What a CDEvent says. A pipeline run is a run, a task run the only try of a step of its own; the vocabulary knows
 * of no second try, and of no second passage.
 *
 * @throws EventRefused
 */
export function cdEventToSnapshot(event: CloudEvent, at: number): RunSnapshot {
  const [, subject, verb] = CDEVENT.exec(event.type)!;
  return subject === 'pipelinerun'
    ? ofPipelineRun(parse(pipelineRun, event.data).subject, verb, at)
    : ofTaskRun(parse(taskRun, event.data).subject, verb, at);
}

function ofPipelineRun(
  subject: z.infer<typeof pipelineRun>['subject'],
  verb: string,
  at: number,
): RunSnapshot {
  const { id, content: said } = subject;
  return {
    ...nothingOf(id, 'default'),
    ...(said.pipelineName && { workflow: { name: said.pipelineName } }),
    ...(said.outcome && { nativeStatus: { at, value: said.outcome } }),
    passages: [{ generation: 0, marks: [], ...moment(verb, at, said) }],
  };
}

function ofTaskRun(
  subject: z.infer<typeof taskRun>['subject'],
  verb: string,
  at: number,
): RunSnapshot {
  const { id, content: said } = subject;
  // A task may run twice in a pipeline run; its runs have ids of their own.
  const key = id.slice(-128);
  const { queuedAt: _, ...part } = moment(verb, at, said);
  return {
    ...nothingOf(said.pipelineRun.id, 'default'),
    steps: [
      {
        key,
        ...(said.taskName && { name: said.taskName }),
        ...(said.outcome && { nativeStatus: { at, value: said.outcome } }),
        // One that is queued has not been tried yet.
        attempts:
          verb === 'queued' ? [] : [{ generation: 0, number: 1, ...part }],
      },
    ],
  };
}

function moment(verb: string, at: number, said: Said) {
  if (verb === 'queued') return { queuedAt: at };
  if (verb === 'started') return { startedAt: at };
  const outcome = OUTCOMES[said.outcome ?? 'success'];
  return { end: { at, outcome, ...errorFrom(outcome, said.errors) } } as {
    queuedAt?: number;
    startedAt?: number;
    end?: ObservedEnd;
  };
}

function errorFrom(outcome: string, errors: string | undefined) {
  if (outcome !== 'failed' || !errors) return {};
  return {
    error: {
      category: 'bug' as const,
      code: null,
      message: errors.slice(0, 4_000),
    },
  };
}
