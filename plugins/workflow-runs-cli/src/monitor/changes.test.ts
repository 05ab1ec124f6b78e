import {
  aRun,
  aSnapshot,
  aStep,
  at,
} from 'backstage-plugin-workflow-runs-react/testing';
import { changesOfList, changesOfRun, lineOf } from './changes';

const done = aStep({
  stepKey: 'load',
  status: 'completed',
  durationMs: 400,
  updatedAt: at(1),
});
const failing = aStep({
  stepKey: 'charge',
  status: 'retrying',
  attempts: 2,
  error: { category: 'transient', code: null, message: 'Try\nagain' },
  updatedAt: at(2),
});
const first = aSnapshot({
  run: aRun({ id: 'run_1', updatedAt: at(2) }),
  steps: [done, failing, aStep({ stepKey: 'ship' })],
});

describe('changesOfRun', () => {
  it('tells of all that has begun where it is seen first, in the order of its change', () => {
    expect(changesOfRun(undefined, first).map(lineOf)).toEqual([
      `${at(1)} run_1 load completed 0.4 s`,
      `${at(2)} run_1 charge retrying attempt 2 · Try again`,
      `${at(2)} run_1 - running embedded/trial_activation · 1/3 · 33 %`,
    ]);
  });

  it('tells nothing where nothing of it has changed but how far a step is', () => {
    const progress = { message: 'a little more', fraction: 0.1 };
    const steps = [done, { ...failing, progress }, first.steps[2]];
    expect(changesOfRun(first, { ...first, steps })).toEqual([]);
  });

  it('tells of a step that begins anew, and of the end of the run', () => {
    const ended = {
      ...first,
      run: aRun({
        id: 'run_1',
        status: 'failed',
        durationMs: 61_000,
        updatedAt: at(9),
        error: {
          category: 'bug',
          code: null,
          message: 'No',
          stepKey: 'charge',
        },
      }),
      steps: [done, { ...failing, attempts: 3, updatedAt: at(8) }],
    };
    expect(
      changesOfRun(first, ended).map(({ step_id, state }) => [step_id, state]),
    ).toEqual([
      ['charge', 'retrying'],
      [null, 'failed'],
    ]);
    expect(lineOf(changesOfRun(first, ended)[1])).toContain('1 m 01 s · No');
  });
});

it('tells of runs of a list that are new, or in another state, once', () => {
  const one = aRun({ id: 'run_1', updatedAt: at(2) });
  const two = aRun({ id: 'run_2', updatedAt: at(1) });
  const ids = (...lists: Parameters<typeof changesOfList>) =>
    changesOfList(...lists).map(({ run_id, state }) => `${run_id} ${state}`);
  expect(ids(undefined, [one, two])).toEqual([
    'run_2 running',
    'run_1 running',
  ]);
  expect(ids([one, two], [two, one])).toEqual([]);
  const paused = aRun({ ...two, status: 'paused' });
  expect(ids([one, two], [paused, one])).toEqual(['run_2 paused']);
});
