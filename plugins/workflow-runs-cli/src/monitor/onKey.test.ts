import type { Run } from 'backstage-plugin-workflow-runs-common';
import { stepIdOf } from 'backstage-plugin-workflow-runs-common';
import {
  actionsAllowed,
  aRun,
  aSnapshot,
  aStep,
} from 'backstage-plugin-workflow-runs-react/testing';
import { onKey } from './onKey';
import { chosenRun, chosenStep, type MonitorState } from './state';

const connection = { status: 'live', heardAt: 0 } as const;
const runs = ['a', 'b', 'c'].map(id => aRun({ id }));

function listState(over: Partial<MonitorState> = {}): MonitorState {
  return {
    view: 'list',
    list: { title: '', runs, hasMore: false, connection },
    run: undefined,
    chosenRun: undefined,
    chosenStep: undefined,
    question: undefined,
    notice: undefined,
    ...over,
  };
}

function runState(run: Run = aRun(), over: Partial<MonitorState> = {}) {
  const steps = [
    aStep({ stepKey: 'one', status: 'completed' }),
    aStep({ stepKey: 'two', status: 'running' }),
    aStep({ stepKey: 'three' }),
  ];
  return listState({
    view: 'run',
    run: {
      id: run.id,
      snapshot: aSnapshot({ run, steps }),
      forecast: undefined,
      lines: [],
      connection,
    },
    ...over,
  });
}

/** The state after several keys. */
const press = (state: MonitorState, ...keys: string[]) =>
  keys.reduce((now, key) => onKey(now, key).state, state);

describe('moving', () => {
  it.each([
    [[], 'a'],
    [['down'], 'b'],
    [['j', 'j', 'j', 'j'], 'c'],
    [['G'], 'c'],
    [['end', 'k'], 'b'],
    [['pagedown'], 'c'],
    [['down', 'up', 'up'], 'a'],
    [['G', 'g'], 'a'],
  ])('with %j chooses the run %s', (keys, id) => {
    expect(chosenRun(press(listState(), ...keys))?.id).toBe(id);
  });

  it('stays with a run while others come above it', () => {
    const chosen = press(listState(), 'down');
    const more = [aRun({ id: 'new' }), ...runs];
    const later = { ...chosen, list: { ...chosen.list!, runs: more } };
    expect(chosenRun(later)?.id).toBe('b');
  });

  it.each([
    [[], 'two'],
    [['up'], 'one'],
    [['j'], 'three'],
  ])('with %j chooses the step %s, from the one under way', (keys, id) => {
    expect(stepIdOf(chosenStep(press(runState(), ...keys))!)).toBe(id);
  });

  it('does nothing where there is nothing to choose', () => {
    const empty = listState({
      list: { title: '', runs: undefined, hasMore: false, connection },
    });
    expect(chosenRun(press(empty, 'down', 'G', 'up'))).toBeUndefined();
    expect(onKey(empty, 'return').command).toBeUndefined();
  });
});

describe('going deeper and back', () => {
  it('opens the chosen run, then its step, and comes back by the same way', () => {
    const opened = onKey(press(listState(), 'down'), 'return');
    expect(opened.command).toEqual({ type: 'open', runId: 'b' });
    expect(opened.state.view).toBe('run');
    const step = press(runState(), 'return');
    expect(step.view).toBe('step');
    expect(press(step, 'escape').view).toBe('run');
    const back = onKey(press(step, 'escape'), 'escape');
    expect(back.state.view).toBe('list');
    expect(back.command).toEqual({ type: 'close' });
  });

  it('stays with the one run that was asked for', () => {
    const alone = runState(aRun(), { list: undefined });
    expect(onKey(alone, 'escape')).toEqual({
      state: { ...alone, notice: undefined },
    });
  });
});

describe('asking something of a run', () => {
  it.each([
    ['p', 'pause'],
    ['c', 'cancel'],
    ['r', 'retry'],
  ])('%s asks whether to %s, and y does it', (key, action) => {
    const run = aRun({
      id: 'run_1',
      allowedActions: actionsAllowed({
        resume: { allowed: false, reason: 'It is not paused' },
      }),
    });
    const asked = onKey(runState(run), key);
    expect(asked.command).toBeUndefined();
    expect(asked.state.question?.action).toBe(action);
    const answered = onKey(asked.state, 'y');
    expect(answered.command).toEqual({ type: 'act', action, runId: 'run_1' });
    expect(answered.state.question).toBeUndefined();
  });

  it.each(['n', 'escape', 'q'])('%s takes it back, and nothing else', key => {
    const asked = press(runState(), 'c');
    const { state, command } = onKey(asked, key);
    expect(command).toBeUndefined();
    expect(state.question).toBeUndefined();
    expect(state.view).toBe('run');
  });

  it('does not take another key for an answer', () => {
    const asked = press(runState(), 'c');
    expect(press(asked, 'x', 'return', 'j').question).toBe(asked.question);
  });

  it('resumes by the key that pauses', () => {
    expect(press(runState(), 'p').question?.action).toBe('resume');
  });

  it('says why something is not allowed, and asks nothing', () => {
    const run = aRun({
      allowedActions: actionsAllowed({
        cancel: { allowed: false, reason: 'The run has ended' },
      }),
    });
    const { question, notice } = press(runState(run), 'c');
    expect(question).toBeUndefined();
    expect(notice?.text).toBe('The run has ended');
  });
});

it.each([
  ['q', 'quit'],
  ['ctrl+c', 'interrupt'],
])('%s leaves, whichever view is open', (key, type) => {
  expect(onKey(listState(), key).command).toEqual({ type });
  expect(onKey(runState(), key).command).toEqual({ type });
});

it('leaves with Ctrl-C where a question is open, too', () => {
  expect(onKey(press(runState(), 'c'), 'ctrl+c').command).toEqual({
    type: 'interrupt',
  });
});
