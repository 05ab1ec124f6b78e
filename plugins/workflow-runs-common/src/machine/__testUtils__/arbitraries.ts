import fc from 'fast-check';
import type {
  RetryPolicy,
  StepDefinition,
  ValidatorDefinition,
} from '../../definition/steps';
import type { WorkflowDefinition } from '../../definition/schema';
import type { Condition, Operand } from '../../definition/values';
import type { ErrorCategory } from '../../model/vocabulary';

/** What a run of these definitions is launched with. */
export const INPUT = { list: ['x', 'y', 'z'], until: 5_000 };

/** What attempts of these tests put out: conditions ask for `go`, fan-outs for a list. */
export const OUTPUTS = ['go', 'stop', ['a', 'b', 'c', 'd'], []];

const policies = fc.constantFrom<RetryPolicy>(
  { kind: 'none' },
  { kind: 'failAfter', attempts: 2, delayMs: 0 },
  { kind: 'failAfter', attempts: 3, delayMs: 500 },
  {
    kind: 'exponentialBackoff',
    attempts: 3,
    initialDelayMs: 10,
    factor: 3,
    maxDelayMs: 100,
  },
);

/** Absent in two of three. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );

const handler = { name: 'any', version: 1 };
const tries = fc.record({
  handler: fc.constant(handler),
  retry: policies,
  timeoutMs: fc.constant(60_000),
  totalTimeoutMs: seldom(fc.constantFrom(20, 1_000)),
});
const validators = fc.array(
  fc.record({
    name: fc.constant('v'),
    handler: fc.constant(handler),
    otherwise: fc.constantFrom<ValidatorDefinition['otherwise']>(
      'fail',
      'warn',
      'ask',
    ),
  }),
  { maxLength: 2 },
);
const onFailure = fc.constantFrom('stop', 'compensate', 'hold' as const);
const actions = fc
  .constantFrom('continue', 'complete' as const)
  .map(then => [
    { name: 'poke', inputSchema: { type: 'object' }, handler, then },
  ]);

/** A step but for its place in the graph. `upstream` names a step that it depends on, if there is one. */
const kinds = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ tries, validators: seldom(validators) })
      .map(drawn => () => ({
        type: 'tool',
        ...drawn.tries,
        validators: drawn.validators,
      })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        tries,
        each: fc.constantFrom('handler', 'workflow'),
        source: fc.constantFrom('input', 'upstream', 'nothing', 'no list'),
        concurrency: fc.integer({ min: 1, max: 3 }),
        tolerate: seldom(
          fc.constantFrom({ failures: 1 }, { failures: 9 }, { share: 0.5 }),
        ),
      })
      .map(drawn => (upstream?: string) => ({
        type: 'map',
        items: itemsFrom(drawn.source, upstream),
        each:
          drawn.each === 'handler'
            ? drawn.tries
            : {
                workflow: 'other',
                input: { of: { $ref: '/item' } },
                retry: drawn.tries.retry,
                totalTimeoutMs: drawn.tries.totalTimeoutMs,
              },
        concurrency: drawn.concurrency,
        tolerate: drawn.tolerate,
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ retry: policies, totalTimeoutMs: seldom(fc.constant(1_000)) })
      .map(drawn => () => ({
        type: 'child',
        workflow: 'other',
        input: {},
        ...drawn,
      })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        { durationMs: 100 },
        { until: { $ref: '/input/until' } },
        { until: 'never' },
        { event: 'ping' },
        {
          event: 'ping',
          timeout: { afterMs: 300, outcome: 'complete' as const },
        },
        { event: 'pong', timeout: { afterMs: 300, outcome: 'fail' as const } },
      )
      .map(wanted => () => ({ type: 'wait', for: wanted })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        slaMs: seldom(fc.constant(50)),
        remindEveryMs: seldom(fc.constant(1_000)),
        escalate: seldom(fc.constant({ afterMs: 200, to: ['group:b'] })),
        timeout: seldom(
          fc.record({
            afterMs: fc.constant(400),
            outcome: fc.constantFrom('approve', 'reject', 'fail' as const),
          }),
        ),
        approvers: fc.constantFrom([], ['user:a']),
      })
      .map(drawn => () => ({ type: 'approval', ...drawn })),
  },
);

function itemsFrom(source: string, upstream: string | undefined): Operand {
  if (source === 'nothing') return [];
  if (source === 'no list') return 7;
  return source === 'upstream' && upstream
    ? { $ref: `/steps/${upstream}/output` }
    : { $ref: '/input/list' };
}

const place = fc.record({
  edges: fc.array(fc.nat(), { maxLength: 3 }),
  join: seldom(fc.constantFrom('any', 'all' as const)),
  condition: fc.option(fc.nat(), { freq: 2 }),
  onFailure: seldom(onFailure),
  compensate: fc.option(
    fc.record({
      handler: fc.constant(handler),
      retry: policies,
      timeoutMs: fc.constant(60_000),
    }),
    { nil: undefined },
  ),
  actions: seldom(actions),
  branch: seldom(fc.nat()),
});

/** Workflows of steps of every kind, each of which waits for some of those before it. */
export const definitions: fc.Arbitrary<WorkflowDefinition> = fc
  .record({
    steps: fc.array(fc.tuple(place, kinds), {
      minLength: 1,
      maxLength: 8,
      size: 'max',
    }),
    onFailure: seldom(onFailure),
    concurrency: seldom(fc.integer({ min: 1, max: 2 })),
    sla: seldom(
      fc.record({
        targetMs: fc.constantFrom(1_000, 100_000),
        excludePauses: fc.boolean(),
        excludeHumanWaits: fc.boolean(),
      }),
    ),
  })
  .map(({ steps: drawn, ...workflow }) => {
    const steps = drawn.map(
      ([{ edges, condition, branch, ...own }, kind], i) => {
        const dependsOn = i > 0 ? edges.map(edge => `s${edge % i}`) : [];
        return withoutAbsent({
          key: `s${i}`,
          dependsOn,
          when: whenOf(condition, dependsOn),
          ...own,
          ...kind(dependsOn[0]),
        }) as StepDefinition;
      },
    );
    return withoutAbsent({
      schemaVersion: 1,
      name: 'example',
      version: '1',
      inputSchema: { type: 'object' },
      steps: steps.map((step, i) =>
        withBranch(step, drawn[i][0].branch, steps),
      ),
      ...workflow,
    }) as WorkflowDefinition;
  });

function whenOf(
  condition: number | null,
  dependsOn: string[],
): Condition | undefined {
  if (condition === null || dependsOn.length === 0) return undefined;
  const asked = dependsOn[condition % dependsOn.length];
  return condition % 2
    ? { exists: { $ref: `/steps/${asked}/output` } }
    : { ne: [{ $ref: `/steps/${asked}/output` }, 'stop'] };
}

/** An approval may name one of its dependents for what follows a rejection. */
function withBranch(
  step: StepDefinition,
  branch: number | undefined,
  steps: StepDefinition[],
): StepDefinition {
  const dependents = steps.filter(({ dependsOn }) =>
    dependsOn.includes(step.key),
  );
  if (step.type !== 'approval' || branch === undefined || !dependents.length) {
    return step;
  }
  const { key } = dependents[branch % dependents.length];
  return { ...step, onReject: { branch: [key] } };
}

/** As JSON would have it: what is absent has no field. */
function withoutAbsent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** What happens next; `which` picks one of those that it could happen to. */
export const deeds = fc.record({
  kind: fc.oneof(
    weighted(10, 'complete', 'due'),
    weighted(5, 'fail', 'decide', 'send_event'),
    weighted(3, 'lose', 'retry', 'resume'),
    weighted(2, 'force', 'let go', 'pause', 'node_action', 'invoked'),
    weighted(1, 'cancel', 'resolve', 'stale', 'again'),
  ),
  which: fc.nat(),
  category: fc.constantFrom<ErrorCategory>(
    'transient',
    'timeout',
    'bug',
    'validation_failed',
  ),
});
export type Deed = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

function weighted<T extends string>(weight: number, ...kinds_: T[]) {
  return { weight, arbitrary: fc.constantFrom(...kinds_) };
}

/** A run: its workflow, and what happens to it. */
export const scripts = fc.record({
  definition: definitions,
  deeds: fc.array(deeds, { maxLength: 80, size: 'max' }),
  limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});
export type Script = typeof scripts extends fc.Arbitrary<infer T> ? T : never;
