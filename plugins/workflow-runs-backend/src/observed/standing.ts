import {
  ObservedAttempt,
  ObservedPassage,
  ObservedStep,
  RunSnapshot,
  RunStatus,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';

/** A state that a run was in, from then on. */
export interface StateOfRun {
  generation: number;
  status: RunStatus;
  at: number;
  reason: string | null;
}

/** Passages in turn: one is there once it is known how the one before has ended. */
export function passagesOf({ passages }: RunSnapshot): ObservedPassage[] {
  const shown: ObservedPassage[] = [];
  for (const passage of passages) {
    if (passage.generation !== shown.length) break;
    shown.push(passage);
    if (!passage.end) break;
  }
  return shown;
}

/** When a passage is known to have begun, by the earliest word of it. */
export function startOf(passage: ObservedPassage): number | undefined {
  return passage.startedAt ?? passage.marks[0]?.at ?? passage.end?.at;
}

/** When a run was queued, as far as it is known. */
export function queuedAtOf(snapshot: RunSnapshot): number {
  const [first] = snapshot.passages;
  const times = [
    first && (first.queuedAt ?? startOf(first)),
    ...snapshot.steps.flatMap(({ attempts, skipped }) => [
      ...attempts.map(attemptStart),
      skipped?.at,
    ]),
  ].filter(time => time !== undefined);
  if (first?.queuedAt !== undefined) return first.queuedAt;
  return times.length > 0 ? Math.min(...times) : 0;
}

export function attemptStart({ startedAt, end }: ObservedAttempt): number {
  return startedAt ?? end?.at ?? 0;
}

/** The states that a run went through, in their order: each lasts until the next one begins. */
export function statesOf(snapshot: RunSnapshot): StateOfRun[] {
  const states: StateOfRun[] = [
    { generation: 0, status: 'queued', at: queuedAtOf(snapshot), reason: null },
  ];
  for (const passage of passagesOf(snapshot)) {
    const { generation, marks, end } = passage;
    const startedAt = startOf(passage);
    const enter = (status: RunStatus, at: number, reason?: string) => {
      const last = states[states.length - 1];
      if (last.generation === generation && last.status === status) return;
      states.push({ generation, status, at, reason: reason ?? null });
    };
    // A passage that is only queued has not opened the run again yet.
    if (startedAt === undefined) continue;
    enter('running', startedAt);
    for (const { at, to, reason } of marks) {
      if (at >= startedAt && (!end || at < end.at)) enter(to, at, reason);
    }
    if (end) enter(end.outcome, end.at, end.error?.message.slice(0, 500));
  }
  return states;
}

/** Which passage a run is in. */
export function generationOf(snapshot: RunSnapshot): number {
  const states = statesOf(snapshot);
  return states[states.length - 1].generation;
}

/** How a step stands in a passage of its run, and by which of its tries. */
export interface StepStanding {
  generation: number;
  status: StepStatus;
  attempts: ObservedAttempt[];
}

/** How a step stands in the latest passage that anything is known of it, up to that of the run. */
export function standingOf(
  step: ObservedStep,
  runGeneration: number,
): StepStanding {
  const shown = step.attempts.filter(a => a.generation <= runGeneration);
  const generation = Math.max(
    0,
    ...shown.map(attempt => attempt.generation),
    ...(step.skipped && step.skipped.generation <= runGeneration
      ? [step.skipped.generation]
      : []),
  );
  const attempts = shown.filter(attempt => attempt.generation === generation);
  const last = attempts[attempts.length - 1];
  if (!last) {
    const isSkipped = step.skipped?.generation === generation;
    return { generation, status: isSkipped ? 'skipped' : 'pending', attempts };
  }
  return { generation, status: statusAfter(last), attempts };
}

function statusAfter({ end }: ObservedAttempt): StepStatus {
  if (!end) return 'running';
  if (end.willRetry || end.outcome === 'lost') return 'retrying';
  return end.outcome;
}
