import { step, workflow } from './__fixtures__/workflows';
import { QUEUED_AT, TestRun } from './__fixtures__/TestRun';
import { buildGraph } from './graph';
import { isEnded, isSettled } from './settled';
import { initialState } from './restore';
import { applyPatch } from './state';

describe('initialState', () => {
  it('is queued, with every step pending and nothing kept', () => {
    const graph = buildGraph(workflow([step('a'), step('b', ['a'])]));

    expect(
      initialState(graph, { seed: 's', input: { x: 1 }, queuedAt: QUEUED_AT }),
    ).toEqual({
      status: 'queued',
      generation: 0,
      since: QUEUED_AT,
      startedAt: null,
      seed: 's',
      input: { x: 1 },
      outputs: {},
      steps: {
        a: expect.objectContaining({ status: 'pending', unmet: 0, attempt: 0 }),
        b: expect.objectContaining({ status: 'pending', unmet: 1, attempt: 0 }),
      },
      open: 2,
      running: 0,
      active: 0,
      waiting: 0,
      held: 0,
      limit: Infinity,
      ready: { waiting: [], taken: 0 },
      pauseAsked: false,
      poisoned: false,
      failure: null,
      rollback: null,
      awaiting: {},
      earlyEvents: [],
      invocations: {},
      slaTargetMs: null,
      sla: null,
    });
  });
});

describe('applyPatch', () => {
  it('changes what the patch names, and nothing else', () => {
    const { graph, state } = new TestRun([step('a'), step('b', ['a'])]);
    const before = structuredClone(state);

    applyPatch(state, {
      status: 'running',
      steps: { a: { status: 'running' } },
      outputs: { a: 1 },
      ready: { taken: 0, added: [] },
    });

    expect(state).toEqual({
      ...before,
      status: 'running',
      outputs: { a: 1 },
      steps: { ...before.steps, a: { ...before.steps.a, status: 'running' } },
    });
    expect(graph.definition.steps).toHaveLength(2);
  });
});

describe('isEnded and isSettled', () => {
  it.each(['completed', 'failed', 'canceled'])('a run ends %s', status => {
    expect(isEnded(status)).toBe(true);
  });

  it.each(['queued', 'running', 'paused', 'waiting_human', 'canceling', 'new'])(
    'a run that is %s has not ended',
    status => {
      expect(isEnded(status)).toBe(false);
    },
  );

  it.each(['completed', 'failed', 'skipped', 'canceled', 'compensated'])(
    'a step settles %s',
    status => {
      expect(isSettled(status)).toBe(true);
    },
  );

  it.each(['pending', 'running', 'retrying', 'paused', 'waiting_human', 'new'])(
    'a step that is %s has not settled',
    status => {
      expect(isSettled(status)).toBe(false);
    },
  );
});
