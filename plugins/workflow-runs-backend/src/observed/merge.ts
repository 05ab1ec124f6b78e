import {
  ObservedAttempt,
  ObservedPassage,
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';

/** What of two is said last; of what is said at the same time, either, but always the same. */
function latest<T extends { at: number }>(
  a: T | undefined,
  b: T | undefined,
): T | undefined {
  if (!a || !b) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

function earliest(a?: number, b?: number): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** Of two names: neither is older, so it is the greater one. */
function either<T>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

/** Joins lists whose items have keys, in the order of the keys. */
function joined<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (item: T) => string,
  both: (a: T, b: T) => T,
  compare: (a: T, b: T) => number,
): T[] {
  const items = new Map(a.map(item => [keyOf(item), item]));
  for (const item of b) {
    const known = items.get(keyOf(item));
    items.set(keyOf(item), known ? both(known, item) : item);
  }
  return [...items.values()].sort(compare);
}

function mergePassage(a: ObservedPassage, b: ObservedPassage): ObservedPassage {
  return withoutGaps({
    generation: a.generation,
    queuedAt: earliest(a.queuedAt, b.queuedAt),
    startedAt: earliest(a.startedAt, b.startedAt),
    marks: joined(
      a.marks,
      b.marks,
      ({ at, to }) => `${at} ${to}`,
      (known, other) => either(known, other)!,
      (x, y) => x.at - y.at || (x.to < y.to ? -1 : 1),
    ),
    // A terminal status never changes: what was told first stands.
    end: a.end ?? b.end,
  });
}

function mergeAttempt(a: ObservedAttempt, b: ObservedAttempt): ObservedAttempt {
  return withoutGaps({
    ...a,
    startedAt: earliest(a.startedAt, b.startedAt),
    worker: either(a.worker, b.worker),
    end: a.end ?? b.end,
  });
}

function mergeStep(a: ObservedStep, b: ObservedStep): ObservedStep {
  const edges = [...(a.dependsOn ?? []), ...(b.dependsOn ?? [])];
  return withoutGaps({
    key: a.key,
    name: either(a.name, b.name),
    type: either(a.type, b.type),
    dependsOn: edges.length > 0 ? [...new Set(edges)].sort() : undefined,
    nativeStatus: latest(a.nativeStatus, b.nativeStatus),
    attempts: joined(
      a.attempts,
      b.attempts,
      ({ generation, number }) => `${generation}/${number}`,
      mergeAttempt,
      (x, y) => x.generation - y.generation || x.number - y.number,
    ),
    skipped: a.skipped ?? b.skipped,
    progress: latest(a.progress, b.progress),
    report: latest(a.report, b.report),
    // Null is something to be given.
    input: a.input === undefined ? b.input : a.input,
    output: latest(a.output, b.output),
    taskQueue: a.taskQueue ?? b.taskQueue,
    retryPolicy: a.retryPolicy ?? b.retryPolicy,
    waitingFor: latest(a.waitingFor, b.waitingFor),
    operations: latest(a.operations, b.operations),
  });
}

/** Fields that are not known are not there: two that say the same are equal as JSON, too. */
function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as T;
}

/**
 * Adds what a snapshot says to what is known. But for two ends of the same thing, of which the first stands, the
 * order does not matter, and what is added twice is there once.
 */
export function merge(known: RunSnapshot, told: RunSnapshot): RunSnapshot {
  return withoutGaps({
    nativeId: known.nativeId,
    namespace: known.namespace,
    workflow: mergeWorkflow(known.workflow, told.workflow),
    nativeStatus: latest(known.nativeStatus, told.nativeStatus),
    triggerType: either(known.triggerType, told.triggerType),
    triggeredBy: either(known.triggeredBy, told.triggeredBy),
    // Permissions go by it: nobody takes a run over by telling of it anew.
    startedBy: known.startedBy ?? told.startedBy,
    businessEventId: either(known.businessEventId, told.businessEventId),
    input: known.input ?? told.input,
    output: latest(known.output, told.output),
    // Where it comes from never changes.
    parent: mergeParent(known.parent, told.parent),
    origin: known.origin ?? told.origin,
    traceId: known.traceId ?? told.traceId,
    taskQueue: known.taskQueue ?? told.taskQueue,
    attributes: latest(known.attributes, told.attributes),
    tags: [...new Set([...known.tags, ...told.tags])].sort(),
    passages: joined(
      known.passages,
      told.passages,
      ({ generation }) => `${generation}`,
      mergePassage,
      (x, y) => x.generation - y.generation,
    ),
    steps: joined(
      known.steps,
      told.steps,
      ({ key }) => key,
      mergeStep,
      (x, y) => (x.key < y.key ? -1 : 1),
    ),
  });
}

/** By which step it was launched may be known to its parent alone, and told later. */
function mergeParent(
  a: RunSnapshot['parent'],
  b: RunSnapshot['parent'],
): RunSnapshot['parent'] {
  if (!a || !b) return a ?? b;
  const isSame = a.nativeId === b.nativeId && a.namespace === b.namespace;
  return isSame && a.step === undefined ? b : a;
}

function mergeWorkflow(
  a: RunSnapshot['workflow'],
  b: RunSnapshot['workflow'],
): RunSnapshot['workflow'] {
  if (!a || !b) return a ?? b;
  return withoutGaps({
    // A run is of one workflow: what it was said to be first stands.
    name: a.name,
    title: either(a.title, b.title),
    version: either(a.version, b.version),
  });
}

/** Nothing is known of the run but which one it is. */
export function nothingOf(nativeId: string, namespace: string): RunSnapshot {
  return { nativeId, namespace, tags: [], passages: [], steps: [] };
}
