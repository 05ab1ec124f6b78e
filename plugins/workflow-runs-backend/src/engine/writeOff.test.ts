import { runFactSchema } from 'backstage-plugin-workflow-runs-common';
import { writeOff } from './writeOff';

const run = { status: 'running', generation: 1 };
const states = [
  { generation: 0, status: 'running', entered_at: 100 },
  { generation: 0, status: 'failed', entered_at: 200 },
  { generation: 1, status: 'running', entered_at: 1_000 },
];
const step = (status: string, change: object = {}) => ({
  step_key: 'one',
  item_index: -1,
  status,
  attempts: 0,
  held: 0,
  started_at: null,
  attempt_started_at: null,
  ...change,
});
const asked = { at: 5_000, reason: 'Nobody can read it', actor: 'user:me' };

describe('writeOff', () => {
  it('cancels the run at once, and says how long it took', () => {
    const facts = writeOff({ run, states, steps: [] }, asked);
    expect(facts).toMatchObject([
      {
        type: 'run.canceling',
        from: 'running',
        fromMs: 4_000,
        reason: 'Nobody can read it',
        actor: 'user:me',
      },
      { type: 'run.canceled', from: 'canceling', durationMs: 4_000 },
    ]);
    for (const fact of facts) {
      expect(fact.generation).toBe(1);
      runFactSchema.parse(fact);
    }
  });

  it('counts nothing of a run that has not started', () => {
    const queued = { status: 'queued', generation: 0 };
    expect(
      writeOff({ run: queued, states: [], steps: [] }, asked),
    ).toMatchObject([{ fromMs: 0 }, { durationMs: 0 }]);
  });

  it.each<[string, object, object[]]>([
    [
      'pending',
      step('pending'),
      [{ type: 'step.skipped', reason: 'run_canceled' }],
    ],
    ['pending, as an item', step('pending', { item_index: 3 }), []],
    [
      'running',
      step('running', {
        attempts: 2,
        started_at: 2_000,
        attempt_started_at: '4000',
      }),
      [
        {
          type: 'step.canceled',
          attempt: 2,
          attemptMs: 1_000,
          durationMs: 3_000,
        },
      ],
    ],
    [
      'waiting for a retry',
      step('retrying', { attempts: 1, started_at: 2_000 }),
      [{ type: 'step.canceled', from: 'retrying', attempt: 1, attemptMs: 0 }],
    ],
    [
      'asking somebody',
      step('waiting_human', { started_at: 2_000 }),
      [{ type: 'step.canceled', attempt: null, durationMs: 3_000 }],
    ],
    [
      'failed, and held',
      step('failed', { held: true, attempts: 1 }),
      [{ type: 'step.canceled', from: 'failed' }],
    ],
    ['failed', step('failed', { attempts: 1 }), []],
    ['completed', step('completed', { attempts: 1 }), []],
    ['skipped', step('skipped'), []],
  ])('of a step that is %s', (_, row, expected) => {
    const told = writeOff({ run, states, steps: [row] }, asked).slice(1, -1);
    expect(told).toMatchObject(expected);
    for (const fact of told) runFactSchema.parse(fact);
  });
});
