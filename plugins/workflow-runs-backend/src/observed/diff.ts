import {
  ObservedAttempt,
  ObservedStep,
  RunFact,
  RunSnapshot,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { allowsTry, errorOf, failedStepOf, span, stepError } from './rowsOf';
import { attemptStart, StateOfRun, statesOf } from './standing';

const NO_ITEM = -1;

/** How far the log has come with a run: what the next facts lead on from. */
export interface Told {
  run: Pick<StateOfRun, 'generation' | 'status' | 'at'>;
  tags: string[];
  /** By key: the latest try that was told of, and how the step stood then. */
  steps: Record<string, ToldStep>;
}
interface ToldStep {
  generation: number;
  number: number;
  status: StepStatus;
}

/**
 * The facts that are news, where more is known of a run than was told. They only go forward: each leads on from
 * where those before have come to, as the lifecycle allows it. What comes too late to be news is in the rows of the
 * run, and no fact.
 *
 * @param told - null where the run was not shown before
 */
export function diff(
  told: Told | null,
  next: RunSnapshot,
): { facts: RunFact[]; told: Told } {
  let last = told?.run;
  const ofRun: RunFact[] = [];
  for (const state of statesOf(next)) {
    if (!isAfter(state, last)) continue;
    ofRun.push(...runFacts(last, state, next));
    last = state;
  }
  const { generation, status, at } = last!;
  // Keys are the engine's to choose: `__proto__` is one like any other.
  const steps = new Map(Object.entries(told?.steps ?? {}));
  const ofSteps = next.steps.flatMap(step => {
    const news = stepFacts(steps.get(step.key), step, generation);
    if (news.facts.length > 0) steps.set(step.key, news.told);
    return news.facts;
  });
  const added = told ? next.tags.filter(tag => !told.tags.includes(tag)) : [];
  const facts = [...ofRun, ...ofSteps, ...tagFacts(added, last!)].sort(
    (a, b) =>
      a.generation - b.generation || phaseOf(a) - phaseOf(b) || a.at - b.at,
  );
  return {
    facts,
    told: {
      run: { generation, status, at },
      tags: next.tags,
      steps: Object.fromEntries(steps),
    },
  };
}

/** A run is under way before its steps are, and its steps are over before it is. */
function phaseOf({ type }: RunFact): number {
  if (['run.queued', 'run.started', 'run.reopened'].includes(type)) return 0;
  return ['run.completed', 'run.failed', 'run.canceled'].includes(type) ? 2 : 1;
}

/** Tags of a run that was shown before; those of a new one come with it. */
function tagFacts(added: string[], { at, generation }: Told['run']): RunFact[] {
  if (added.length === 0) return [];
  return [
    { type: 'run.changed', at, generation, tags: { added, removed: [] } },
  ];
}

function isEnd({ status }: Told['run']): boolean {
  return ['completed', 'failed', 'canceled'].includes(status);
}

/** Whether a state leads on from the one that was told last. */
function isAfter(state: StateOfRun, told: Told['run'] | undefined): boolean {
  if (!told) return true;
  if (state.generation !== told.generation)
    return state.generation > told.generation;
  if (isEnd(told) || state.status === 'queued') return false;
  if (isEnd(state) || told.status === 'queued') return true;
  return state.at > told.at;
}

function runFacts(
  last: Told['run'] | undefined,
  state: StateOfRun,
  snapshot: RunSnapshot,
): RunFact[] {
  const { generation, at } = state;
  if (state.status === 'queued' || !last) {
    return [
      {
        type: 'run.queued',
        at,
        generation,
        priority: 'normal',
        triggerType: snapshot.triggerType ?? 'event',
        triggeredBy: snapshot.triggeredBy ?? null,
      },
    ];
  }
  if (last.status === state.status) return [];
  const change = {
    at,
    generation,
    from: last.status,
    fromMs: span(last.at, at),
  };
  if (generation > last.generation) {
    const recomputed = snapshot.steps
      .filter(step => step.attempts.some(a => a.generation === generation))
      .map(({ key }) => key);
    return [
      {
        ...change,
        type: 'run.reopened',
        step: null,
        actor: null,
        reason: state.reason,
        recomputed,
        kept: snapshot.steps.length - recomputed.length,
      },
    ];
  }
  switch (state.status) {
    case 'running':
      return [
        {
          ...change,
          type: last.status === 'queued' ? 'run.started' : 'run.resumed',
        },
      ];
    case 'paused':
      return [{ ...change, type: 'run.paused', blockedReason: state.reason }];
    case 'waiting_human':
      return [{ ...change, type: 'run.waiting_human' }];
    default:
      return [endFact(change, state, snapshot)];
  }
}

function endFact(
  change: {
    at: number;
    generation: number;
    from: StateOfRun['status'];
    fromMs: number;
  },
  state: StateOfRun,
  snapshot: RunSnapshot,
): RunFact {
  const started = statesOf(snapshot).find(
    ({ generation, status }) =>
      generation === state.generation && status === 'running',
  );
  const ended = {
    ...change,
    durationMs: span(started?.at ?? state.at, state.at),
  };
  if (state.status === 'completed')
    return { ...ended, type: 'run.completed', partial: false };
  if (state.status === 'canceled') return { ...ended, type: 'run.canceled' };
  const passage = snapshot.passages.find(
    ({ generation }) => generation === state.generation,
  );
  return {
    ...ended,
    type: 'run.failed',
    step: failedStepOf(snapshot),
    error: errorOf(passage?.end?.error ?? stepError(snapshot)),
  };
}

type StepFact = Extract<RunFact, { type: `step.${string}` }>;

/** What is news of a step: how the try that was told of last has ended, and the tries behind it. */
function stepFacts(
  before: ToldStep | undefined,
  step: ObservedStep,
  runGeneration: number,
): { facts: StepFact[]; told: ToldStep } {
  const facts: StepFact[] = [];
  let told = before ?? { generation: 0, number: 0, status: 'pending' as const };
  /** A passage begins anew: `run.reopened` says so. */
  const open = (generation: number) => {
    if (generation > told.generation)
      told = { generation, number: 0, status: 'pending' };
  };
  for (const attempt of step.attempts) {
    if (attempt.generation > runGeneration) break;
    open(attempt.generation);
    const { generation, number } = attempt;
    if (generation < told.generation || number < told.number) continue;
    const base = { generation, step: step.key, item: NO_ITEM } as const;
    if (number > told.number) {
      if (told.status === 'skipped') continue;
      const isNew = told.status === 'pending';
      const isForeseen = told.status === 'retrying';
      if (!isNew && !isForeseen)
        facts.push(againFact(base, step, attempt, told.status));
      facts.push({
        ...base,
        type: 'step.started',
        at: attemptStart(attempt),
        from: isNew ? 'pending' : 'retrying',
        attempt: number,
        expected: isNew ? expectedFirst(step, number) : isForeseen,
      });
      told = { generation, number, status: 'running' };
    }
    if (attempt.end && told.status === 'running') {
      const fact = attemptEndFact(base, step, attempt, runGeneration);
      facts.push(fact);
      told = {
        ...told,
        status: fact.type.slice('step.'.length) as StepStatus,
      };
    }
  }
  const { skipped } = step;
  if (skipped && skipped.generation <= runGeneration) {
    open(skipped.generation);
    const { generation, at, reason } = skipped;
    if (told.generation === generation && told.status === 'pending') {
      const about = { generation, step: step.key, item: NO_ITEM };
      facts.push({
        ...about,
        type: 'step.skipped',
        at,
        from: 'pending',
        reason,
      });
      told = { ...told, status: 'skipped' };
    }
  }
  return { facts, told };
}

/** Of the first try that is known of a step: an engine may tell nothing of those before it. */
function expectedFirst(step: ObservedStep, number: number): boolean | null {
  return number > 1 && step.retryPolicy ? allowsTry(step, number) : null;
}

type Base = { generation: number; step: string; item: number };

/** There is another try: the one before is over, whatever was known of it. */
function againFact(
  base: Base,
  step: ObservedStep,
  next: ObservedAttempt,
  from: StepStatus,
): StepFact {
  const before = step.attempts.filter(
    attempt =>
      attempt.generation === next.generation && attempt.number < next.number,
  );
  const last = before[before.length - 1];
  const at = attemptStart(next);
  const isForeseen = allowsTry(step, next.number);
  const hasFailed = last?.end ? last.end.outcome === 'failed' : isForeseen;
  return {
    ...base,
    type: 'step.retrying',
    at,
    from,
    attempt: last?.number ?? null,
    outcome: hasFailed ? 'failed' : 'lost',
    losses: hasFailed ? 0 : 1,
    expected: !last?.end && isForeseen,
    error: errorOf(last?.end?.error),
    attemptMs: last ? span(attemptStart(last), at) : 0,
    retryAt: at,
  };
}

function attemptEndFact(
  base: Base,
  step: ObservedStep,
  attempt: ObservedAttempt,
  runGeneration: number,
): StepFact {
  const end = attempt.end!;
  const first = step.attempts.find(
    ({ generation }) => generation === attempt.generation,
  )!;
  const common = {
    ...base,
    at: end.at,
    from: 'running',
    attempt: attempt.number,
    attemptMs: span(attemptStart(attempt), end.at),
  } as const;
  const durationMs = span(attemptStart(first), end.at);
  const next = step.attempts.find(
    other =>
      other.generation === attempt.generation && other.number > attempt.number,
  );
  const goesOn = end.outcome === 'failed' && (end.willRetry || next);
  if (goesOn || end.outcome === 'lost') {
    return {
      ...common,
      type: 'step.retrying',
      outcome: end.outcome === 'lost' ? 'lost' : 'failed',
      losses: end.outcome === 'lost' ? 1 : 0,
      expected: true,
      error: errorOf(end.error),
      retryAt: end.retryAt ?? (next ? attemptStart(next) : end.at),
    };
  }
  switch (end.outcome) {
    case 'completed':
      return { ...common, type: 'step.completed', durationMs };
    case 'canceled':
      return { ...common, type: 'step.canceled', durationMs };
    default:
      return {
        ...common,
        type: 'step.failed',
        durationMs,
        error: errorOf(end.error),
        endsRun: attempt.generation === runGeneration,
        held: false,
      };
  }
}
