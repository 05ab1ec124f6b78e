import {
  Step,
  StepDefinition,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  stepsToRepeat,
} from 'backstage-plugin-workflow-runs-common/machine';
import {
  aRun,
  aStep,
  at,
  aWorkflow,
} from 'backstage-plugin-workflow-runs-react/testing';
import {
  cancelOutlook,
  definitionOf,
  failureOutlook,
  pauseOutlook,
  rejectOutlook,
  retryOutlook,
  skipOutlook,
  stepsToUndo,
} from './outlook';

type Definition = NonNullable<WorkflowDetail['definition']>;

const undo = {
  handler: { name: 'undo', version: 1 },
  retry: { kind: 'none' },
  timeoutMs: 1_000,
} as const;

/** `a` → `b`, `c` → `d`; what `b` and `a` do can be undone. */
function definition(overrides: Partial<Definition> = {}): Definition {
  const step = (key: string, dependsOn: string[], more = {}) =>
    ({
      key,
      type: 'tool',
      dependsOn,
      handler: { name: key, version: 1 },
      retry: { kind: 'none' },
      timeoutMs: 1_000,
      ...more,
    } as StepDefinition);
  return {
    ...aWorkflow().definition,
    steps: [
      step('a', [], { compensate: undo }),
      step('b', ['a'], { compensate: undo }),
      step('c', ['a']),
      step('d', ['b', 'c']),
    ],
    ...overrides,
  };
}

function steps(
  statuses: Record<string, Partial<Step> | Step['status']>,
): Step[] {
  const dependsOn: Record<string, string[]> = {
    b: ['a'],
    c: ['a'],
    d: ['b', 'c'],
  };
  return Object.entries(statuses).map(([stepKey, said], index) => {
    const more = typeof said === 'string' ? { status: said } : said;
    return aStep({
      stepKey,
      stepNumber: index + 1,
      dependsOn: dependsOn[stepKey] ?? [],
      ...(more.status === 'completed' && {
        startedAt: at(index),
        completedAt: at(index + 1),
      }),
      ...more,
    });
  });
}

const keysOf = (some: readonly Step[] | undefined) =>
  some?.map(step => step.stepKey);

describe('definitionOf', () => {
  it.each([
    ['1.2.0', true],
    ['1.1.0', false],
  ])('knows the definition of version %s: %s', (workflowVersion, known) => {
    const run = aRun({ workflowVersion });
    expect(definitionOf(run, aWorkflow()) !== undefined).toBe(known);
    expect(definitionOf(run, undefined)).toBeUndefined();
  });
});

describe('cancelOutlook', () => {
  it('stops what runs, calls off what waits, and undoes the latest first', () => {
    const outlook = cancelOutlook(
      steps({
        a: 'completed',
        b: 'completed',
        c: 'running',
        d: 'pending',
        wait: {
          status: 'running',
          waitingFor: { kind: 'event', name: 'x', until: null },
        },
        held: { status: 'failed', held: true },
        gone: 'skipped',
      }),
      definition(),
    );
    expect(keysOf(outlook.stopped)).toEqual(['c']);
    expect(keysOf(outlook.calledOff)).toEqual(['d', 'wait', 'held']);
    expect(keysOf(outlook.undone)).toEqual(['b', 'a']);
  });

  it('says that it does not know what is undone without the definition', () => {
    expect(
      cancelOutlook(steps({ a: 'completed' }), undefined).undone,
    ).toBeUndefined();
  });
});

describe('stepsToUndo', () => {
  it.each<[string, Parameters<typeof steps>[0], string[]]>([
    ['what has completed', { a: 'completed', c: 'completed' }, ['a']],
    ['not what was undone', { a: 'completed', b: 'compensated' }, ['a']],
    [
      'not what was taken over from another run',
      { a: { status: 'completed', startedAt: null } },
      [],
    ],
    [
      'neither items nor rollbacks',
      {
        a: { status: 'completed', itemIndex: 2 },
        b: { status: 'completed', type: 'compensation' },
      },
      [],
    ],
  ])('is %s', (_, given, expected) => {
    expect(keysOf(stepsToUndo(steps(given), definition()))).toEqual(expected);
  });
});

describe('pauseOutlook', () => {
  it('waits for what executes, and keeps the rest from starting', () => {
    const { finish, held } = pauseOutlook(
      steps({
        a: 'completed',
        b: 'running',
        c: 'retrying',
        d: 'pending',
        w: {
          status: 'running',
          waitingFor: { kind: 'time', until: at(9) },
        },
      }),
    );
    expect(keysOf(finish)).toEqual(['b']);
    expect(keysOf(held)).toEqual(['c', 'd']);
  });
});

describe('retryOutlook', () => {
  const cases: [string, Parameters<typeof steps>[0], string | undefined][] = [
    [
      'what failed, and what builds on it',
      { a: 'completed', b: 'failed', c: 'completed', d: 'skipped' },
      undefined,
    ],
    ['a step that succeeded', { a: 'completed', b: 'completed' }, 'a'],
    [
      'what was undone',
      { a: 'compensated', b: 'failed', c: 'completed', d: 'skipped' },
      undefined,
    ],
    [
      'not what its condition or an operator skipped',
      {
        a: { status: 'skipped', skipReason: 'condition' },
        b: { status: 'skipped', skipReason: 'forced' },
        c: 'completed',
        d: { status: 'skipped', skipReason: 'upstream_failed' },
      },
      undefined,
    ],
    [
      'nothing where all is well',
      { a: 'completed', b: 'completed' },
      undefined,
    ],
  ];

  it.each(cases)('repeats %s, as the engine does', (_, given, from) => {
    const some = steps({
      ...{ a: 'pending', b: 'pending', c: 'completed', d: 'completed' },
      ...given,
    });
    const byKey = new Map(some.map(step => [step.stepKey, step]));
    const engine = stepsToRepeat(
      buildGraph(definition()),
      key => byKey.get(key)!,
      from,
    );
    const { repeated, kept } = retryOutlook(some, from);
    expect(keysOf(repeated)).toEqual([...engine]);
    expect(repeated.length + kept.length).toBe(4);
  });

  it('follows steps that stand before what they depend on', () => {
    const some = [
      aStep({ stepKey: 'last', status: 'completed', dependsOn: ['first'] }),
      aStep({ stepKey: 'first', status: 'failed' }),
    ];
    expect(keysOf(retryOutlook(some).repeated)).toEqual(['last', 'first']);
  });
});

describe('skipOutlook', () => {
  it('skips what builds on a skipped step', () => {
    const some = steps({
      a: 'completed',
      b: 'failed',
      c: 'pending',
      d: 'pending',
    });
    expect(keysOf(skipOutlook(some, definition(), 'b'))).toEqual(['d']);
  });

  it('goes on where any of the dependencies will do', () => {
    const any = definition();
    any.steps[3] = { ...any.steps[3], join: 'any' };
    const some = steps({
      a: 'completed',
      b: 'failed',
      c: 'pending',
      d: 'pending',
    });
    expect(keysOf(skipOutlook(some, any, 'b'))).toEqual([]);
    const both = steps({
      a: 'completed',
      b: 'skipped',
      c: 'failed',
      d: 'pending',
    });
    expect(keysOf(skipOutlook(both, any, 'c'))).toEqual(['d']);
  });

  it('is not known without the definition', () => {
    expect(skipOutlook([], undefined, 'b')).toBeUndefined();
  });
});

describe('failureOutlook', () => {
  const some = steps({
    a: 'completed',
    b: 'running',
    c: 'completed',
    d: 'pending',
  });

  it.each([
    ['stop', undefined, 'step', 'stop'],
    ['compensate', undefined, 'step', 'undo'],
    ['hold', undefined, 'step', 'hold'],
    ['hold', undefined, 'operator', 'stop'],
    ['stop', 'compensate', 'step', 'undo'],
    [undefined, undefined, 'step', 'stop'],
  ] as const)(
    'of a workflow with %s, a step with %s, failed by the %s: %s',
    (ofWorkflow, ofStep, by, kind) => {
      const said = definition({ onFailure: ofWorkflow });
      said.steps[1] = { ...said.steps[1], onFailure: ofStep };
      expect(failureOutlook(some, said, 'b', by).kind).toBe(kind);
    },
  );

  it('names what does not run, and what is undone', () => {
    const outlook = failureOutlook(
      some,
      definition({ onFailure: 'compensate' }),
      'b',
      'step',
    );
    expect(outlook).toMatchObject({
      kind: 'undo',
      calledOff: [{ stepKey: 'd' }],
      undone: [{ stepKey: 'a' }],
    });
  });

  it('is not known without the definition, or the step in it', () => {
    expect(failureOutlook(some, undefined, 'b', 'step').kind).toBe('unknown');
    expect(failureOutlook(some, definition(), 'x', 'step').kind).toBe(
      'unknown',
    );
  });
});

describe('rejectOutlook', () => {
  it('takes the branch that the approval names, and fails without one', () => {
    const approval = (onReject?: { branch: string[] }): Definition => ({
      ...definition(),
      steps: [
        ...definition().steps.slice(0, 1),
        {
          key: 'b',
          type: 'approval',
          dependsOn: ['a'],
          approvers: [],
          onReject,
        },
        ...definition().steps.slice(2),
      ],
    });
    const some = steps({ a: 'completed', b: 'waiting_human', c: 'pending' });
    expect(rejectOutlook(some, approval({ branch: ['c'] }), 'b')).toMatchObject(
      { kind: 'branch', steps: [{ stepKey: 'c' }] },
    );
    expect(rejectOutlook(some, approval(), 'b').kind).toBe('stop');
  });
});
