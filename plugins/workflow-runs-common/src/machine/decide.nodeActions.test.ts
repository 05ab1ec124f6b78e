import type { NodeActionDefinition, StepDefinition } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { approval, map, step } from './__fixtures__/workflows';

const action = (
  name: string,
  then: NodeActionDefinition['then'],
): NodeActionDefinition => ({
  name,
  inputSchema: { type: 'object' },
  handler: { name: 'any', version: 1 },
  then,
});
const actions = [action('look', 'continue'), action('settle', 'complete')];
const offering = (...more: StepDefinition[]) =>
  TestRun.started([step('a', [], { actions }), step('b', ['a']), ...more]);

describe('an operation of a step', () => {
  it('is carried out while the step goes on, and answered in the end', () => {
    const run = offering();

    expect(run.invoke('a', 'look')).toEqual([
      'invoke look of a',
      'invoke accepted',
    ]);
    expect(run.invoked('seen')).toEqual(['invoke completed']);
    expect(run.statuses().a).toBe('running');
    expect(run.state.invocations).toEqual({});
  });

  it('completes the step with what it returns, where it is for that', () => {
    const run = TestRun.started([
      step('a', [], { actions }),
      step('b', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 7] } }),
    ]);
    run.invoke('a', 'settle');

    expect(run.invoked(7)).toEqual([
      'invoke completed',
      'abort a #1',
      'a completed #1',
      'b started #1',
      'start b #1',
    ]);
    expect(run.complete('a', 'late')).toEqual([]);
  });

  it('completes a fan-out over the heads of its items', () => {
    const run = TestRun.started([map('m', [], { actions })], { list: [1, 2] });
    run.invoke('m', 'settle');

    expect(run.invoked()).toEqual([
      'invoke completed',
      'abort m#0 #1',
      'm#0 canceled #1',
      'abort m#1 #1',
      'm#1 canceled #1',
      'm completed #1',
      'run completed',
    ]);
  });

  it('has failed with the error of one that could not be carried out', () => {
    const run = offering();
    run.invoke('a', 'settle');
    const error = { category: 'bug', code: null, message: 'no way' } as const;

    expect(
      run.send({ type: 'node_action.failed', request: 'invoke', error }),
    ).toEqual(['invoke failed']);
    expect(run.message).toBe('no way');
    expect(run.statuses().a).toBe('running');
  });

  it('changes nothing where the step has settled meanwhile', () => {
    const run = offering();
    run.invoke('a', 'settle');
    run.complete('a', 'first');

    expect(run.invoked('second')).toEqual(['invoke completed']);
  });

  it('is asked for once, however often', () => {
    const run = offering();
    run.invoke('a', 'look');

    expect(run.invoke('a', 'look')).toEqual([]);
    expect(run.invoked()).toEqual(['invoke completed']);
    expect(run.invoked()).toEqual([]);
  });

  it('is canceled where the run ends before it has been carried out', () => {
    const run = TestRun.started([step('a', [], { actions })]);
    run.invoke('a', 'look');

    expect(run.complete('a')).toEqual([
      'a completed #1',
      'run completed',
      'invoke canceled',
    ]);
    expect(run.message).toBe('The run ended before it was done');
    expect(run.invoked()).toEqual([]);
  });

  it('is there while the step waits, too', () => {
    const run = TestRun.started([approval('ok', [], { actions })]);

    expect(run.invoke('ok', 'look')).toContain('invoke accepted');
  });

  it.each([
    ['z', 'look', "There is no step 'z'"],
    ['a', 'dance', "Step 'a' offers no operation 'dance'"],
    ['b', 'look', "Step 'b' offers no operation 'look'"],
    ['c', 'look', "Step 'c' neither runs nor waits: it is pending"],
  ])('is refused: %s, %s', (key, name, message) => {
    const run = offering(step('c', ['a'], { actions }));

    expect(run.invoke(key, name)).toEqual(['invoke refused']);
    expect(run.message).toBe(message);
  });

  it('is refused once the run ends', () => {
    const run = offering();
    run.cancel();

    expect(run.invoke('a', 'look')).toEqual(['invoke refused']);
    expect(run.message).toBe('The run ends: its steps offer nothing any more');
  });
});
