import type { StepDefinition } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { approval, child, map, step, wait } from './__fixtures__/workflows';

const one = (steps: StepDefinition[], list: unknown[] = []) =>
  TestRun.started(steps, { list } as never, { concurrency: 1 });
const begun = (told: string[]) =>
  told
    .filter(line => line.startsWith('start '))
    .map(line => line.split(' ')[1]);

describe('a run that executes one attempt at a time', () => {
  it('starts steps in the order in which they came', () => {
    const run = one([step('a'), step('b'), step('c', ['a'])]);

    expect(begun(run.complete('a'))).toEqual(['b']);
    expect(begun(run.complete('b'))).toEqual(['c']);
  });

  it('has the items of a fan-out wait behind the steps that came before them', () => {
    const run = one([map('m'), step('a'), step('b')], [1, 2, 3]);
    const order = ['a'];
    for (let i = 0; i < 4; i++) order.push(...begun(run.complete(order[i])));

    expect(order).toEqual(['a', 'b', 'm#0', 'm#1', 'm#2']);
  });

  it('takes turns between fan-outs', () => {
    const other = map('n', [], { items: ['x', 'y'] });
    const run = one([map('m'), other], [1, 2]);
    const order = ['m#0'];
    for (let i = 0; i < 3; i++) order.push(...begun(run.complete(order[i])));

    expect(order).toEqual(['m#0', 'n#0', 'm#1', 'n#1']);
  });

  it('leaves the place to others while a step waits for its next attempt', () => {
    const retry = { kind: 'failAfter', attempts: 2, delayMs: 100 } as const;
    const run = one([step('a', [], { retry }), step('b')]);

    expect(begun(run.fail('a'))).toEqual(['b']);
    expect(run.due('a')).toEqual([]);
    expect(begun(run.complete('b'))).toEqual(['a']);
  });

  it.each([
    ['an approval', approval('x')],
    ['a wait', wait('x', [], { event: 'e' })],
    ['a child run', child('x')],
    ['a fan-out of nothing', map('x', [], { items: [] })],
  ])('does not keep %s waiting: it takes no worker', (_, defined) => {
    const run = one([step('a'), step('b'), defined]);

    expect(run.statuses()).toMatchObject({ a: 'running', b: 'pending' });
    expect(run.statuses().x).not.toBe('pending');
  });

  it('does not keep child runs of a fan-out waiting', () => {
    const each = {
      workflow: 'other',
      input: {},
      retry: { kind: 'none' },
    } as const;
    const run = one([step('a'), step('b'), map('m', [], { each })], [1, 2]);

    expect(run.launched.map(({ unit }) => unit)).toEqual(['m#0', 'm#1']);
  });

  it('does not keep them waiting after a pause either', () => {
    const run = one([
      step('a'),
      step('b', ['a']),
      step('c', ['a']),
      approval('ok', ['a']),
    ]);
    run.pause();
    run.complete('a');

    const told = run.resume();
    expect(begun(told)).toEqual(['b']);
    expect(told).toContain('ok waiting_human: asked');
  });

  it('passes over what was settled by force while it waited', () => {
    const run = one([step('a'), step('b'), step('c')]);
    run.force('b', 'skip');

    expect(begun(run.complete('a'))).toEqual(['c']);
  });

  it('does not start early what waits in vain in the queue of an earlier passage', () => {
    const run = one([step('a'), step('b'), step('c', ['b'])]);
    run.force('b', 'complete');
    run.cancel();
    run.lose('a');
    run.retry('b');

    expect(run.statuses()).toEqual({
      a: 'running',
      b: 'pending',
      c: 'pending',
    });
    expect(begun(run.complete('a'))).toEqual(['b']);
    expect(begun(run.complete('b'))).toEqual(['c']);
  });
});

it('takes the lower of the engine’s limit and the definition’s', () => {
  const run = new TestRun([step('a')], {}, { concurrency: 5 });

  expect(run.state.limit).toBe(5);
  expect(run.restored().limit).toBe(5);
});
