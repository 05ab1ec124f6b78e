import { RunAction, RunFact } from 'backstage-plugin-workflow-runs-common';
import { eventKey } from '../../../recorder/eventKey';
import { HistoryEvent } from './Evidence';

const ERROR = {
  category: 'external_api',
  code: null,
  message: 'busy',
} as const;
const everyFact = { at: 1_000, generation: 0 };
const SPANS = { attemptMs: 1, durationMs: 1 };

type StepFact<Type extends RunFact['type']> = Extract<RunFact, { type: Type }>;
type Change<Type extends RunFact['type']> = Partial<StepFact<Type>>;

/** Facts as tables of histories need them: said in a line, the rest made up. */
export const facts = {
  queued: (): RunFact => ({
    ...everyFact,
    type: 'run.queued',
    priority: 'normal',
    triggerType: 'manual',
    triggeredBy: null,
  }),
  started: (): RunFact => ({
    ...everyFact,
    type: 'run.started',
    from: 'queued',
    fromMs: 0,
  }),
  completed: (): RunFact => ({
    ...everyFact,
    type: 'run.completed',
    from: 'running',
    fromMs: 0,
    durationMs: 1,
    partial: false,
  }),
  failed: (step: string): RunFact => ({
    ...everyFact,
    type: 'run.failed',
    from: 'running',
    fromMs: 0,
    durationMs: 1,
    step,
    error: ERROR,
  }),
  canceling: (): RunFact => ({
    ...everyFact,
    type: 'run.canceling',
    from: 'running',
    fromMs: 0,
    reason: null,
    actor: null,
  }),
  canceled: (): RunFact => ({
    ...everyFact,
    type: 'run.canceled',
    from: 'canceling',
    fromMs: 0,
    durationMs: 1,
  }),
  cancelAsked: (): RunFact => ({
    ...everyFact,
    type: 'action.requested',
    actionId: 'act_1',
    action: 'cancel',
    actor: 'user:default/operator',
    reason: null,
  }),
  cancelDone: (): RunFact => ({
    ...everyFact,
    type: 'action.completed',
    actionId: 'act_1',
    action: 'cancel',
  }),
  asked: (action: RunAction, actionId = `act_${action}`): RunFact => ({
    ...everyFact,
    type: 'action.requested',
    actionId,
    action,
    actor: 'user:default/operator',
    reason: null,
  }),
  answered: (action: RunAction, actionId = `act_${action}`): RunFact => ({
    ...everyFact,
    type: 'action.completed',
    actionId,
    action,
  }),
  pausing: (pauseRequested = true): RunFact => ({
    ...everyFact,
    type: 'run.changed',
    pauseRequested,
  }),
  paused: (blockedReason: string | null = null): RunFact => ({
    ...everyFact,
    type: 'run.paused',
    from: 'running',
    fromMs: 0,
    blockedReason,
  }),
  waitsForHuman: (): RunFact => ({
    ...everyFact,
    type: 'run.waiting_human',
    from: 'running',
    fromMs: 0,
  }),
  resumed: (from: 'paused' | 'waiting_human' = 'paused'): RunFact => ({
    ...everyFact,
    type: 'run.resumed',
    from,
    fromMs: 0,
  }),
  reopened: (recomputed: string[], step: string | null = null): RunFact => ({
    ...everyFact,
    generation: 1,
    type: 'run.reopened',
    from: 'failed',
    fromMs: 0,
    step,
    actor: null,
    reason: null,
    recomputed,
    kept: 0,
  }),
  stepAsks: (
    step: string,
    change: Change<'step.waiting_human'> = {},
  ): RunFact => ({
    ...everyFact,
    type: 'step.waiting_human',
    step,
    item: -1,
    from: 'pending',
    attempt: null,
    attemptMs: 0,
    notice: 'asked',
    waitingFor: { kind: 'approval', approvers: [], since: 1_000, dueAt: null },
    ...change,
  }),
  decided: (
    step: string,
    decision: 'approved' | 'rejected' = 'approved',
  ): RunFact => ({
    ...everyFact,
    type: 'decision.made',
    step,
    item: -1,
    about: 'approval',
    decision,
    actor: 'user:default/operator',
    note: null,
    askedAt: 1_000,
  }),
  undoing: (step: string): RunFact => ({
    ...everyFact,
    type: 'compensation.started',
    step,
    item: -1,
  }),
  undone: (step: string): RunFact => ({
    ...everyFact,
    type: 'step.compensated',
    step,
    item: -1,
    from: 'completed',
  }),
  stepStarted: (
    step: string,
    change: Change<'step.started'> = {},
  ): RunFact => ({
    ...everyFact,
    type: 'step.started',
    step,
    item: -1,
    from: 'pending',
    attempt: 1,
    expected: null,
    ...change,
  }),
  stepRetrying: (
    step: string,
    change: Change<'step.retrying'> = {},
  ): RunFact => ({
    ...everyFact,
    type: 'step.retrying',
    step,
    item: -1,
    from: 'running',
    attempt: 1,
    outcome: 'failed',
    losses: 0,
    expected: true,
    error: ERROR,
    attemptMs: 1,
    retryAt: 2_000,
    ...change,
  }),
  stepCompleted: (
    step: string,
    change: Change<'step.completed'> = {},
  ): RunFact => ({
    ...everyFact,
    ...SPANS,
    type: 'step.completed',
    step,
    item: -1,
    from: 'running',
    attempt: 1,
    ...change,
  }),
  stepFailed: (step: string, change: Change<'step.failed'> = {}): RunFact => ({
    ...everyFact,
    ...SPANS,
    type: 'step.failed',
    step,
    item: -1,
    from: 'running',
    attempt: 1,
    error: ERROR,
    endsRun: true,
    held: false,
    ...change,
  }),
  stepCanceled: (
    step: string,
    change: Change<'step.canceled'> = {},
  ): RunFact => ({
    ...everyFact,
    ...SPANS,
    type: 'step.canceled',
    step,
    item: -1,
    from: 'running',
    attempt: 1,
    ...change,
  }),
  stepSkipped: (
    step: string,
    reason: StepFact<'step.skipped'>['reason'],
  ): RunFact => ({
    ...everyFact,
    type: 'step.skipped',
    step,
    item: -1,
    from: 'pending',
    reason,
  }),
};

/** Facts as the events that a run's log would hold. */
export function toHistory(told: RunFact[], runId = 'run_1'): HistoryEvent[] {
  return told.map((fact, index) => ({
    runId,
    position: index + 1,
    number: index + 1,
    key: eventKey(fact),
    fact,
  }));
}
