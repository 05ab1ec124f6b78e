import type { SlaDefinition } from '../definition/schema';
import { TestRun } from './__fixtures__/TestRun';
import { approval, step } from './__fixtures__/workflows';

const timed = (sla: Partial<SlaDefinition> = {}) =>
  new TestRun(
    [step('a'), approval('ok', ['a'])],
    {},
    {
      sla: { targetMs: 100_000, ...sla },
    },
  );
const paused = (sla?: Partial<SlaDefinition>) => {
  const run = timed(sla);
  run.claim();
  run.pause();
  run.complete('a');
  return run;
};

describe('the clock of a run', () => {
  it('starts with it, and is set for nine tenths of the target and for all of it', () => {
    const run = timed();

    expect(run.claim().slice(0, 3)).toEqual([
      'sla_warning timer #0 in 90000',
      'sla_breach timer #0 in 100000',
      'run started',
    ]);
    expect(run.fact('run.started').slaDueAt).toBe(run.now + 100_000);
  });

  it('warns, and says that the target is missed, once each', () => {
    const run = timed();
    run.claim();
    const dueAt = run.now + 100_000;

    expect(run.slaDue('sla_warning')).toEqual(['sla warning']);
    expect(run.slaDue('sla_warning')).toEqual([]);
    expect(run.slaDue('sla_breach')).toEqual(['sla breached']);
    expect(run.slaDue('sla_breach')).toEqual([]);
    expect(run.fact('sla.breached')).toMatchObject({
      targetMs: 100_000,
      dueAt,
    });
  });

  it('warns before its time where it is likely to be missed, and not again', () => {
    const run = timed();
    run.claim();
    const likelyAt = run.now + 130_000;
    run.send({ type: 'timer.due', kind: 'sla_warning', step: '', likelyAt });

    expect(run.fact('sla.warning')).toMatchObject({ likelyAt });
    expect(run.slaDue('sla_warning')).toEqual([]);
    expect(run.slaDue('sla_breach')).toEqual(['sla breached']);
  });

  it('does not warn of what has happened', () => {
    const run = timed();
    run.claim();

    expect(run.slaDue('sla_breach')).toEqual([
      'clear sla_warning timer',
      'sla breached',
    ]);
    expect(run.slaDue('sla_warning')).toEqual([]);
  });

  it('stops with the run, which says whether the target was met', () => {
    const run = timed();
    run.claim();
    run.complete('a');

    expect(run.approve('ok')).toEqual(
      expect.arrayContaining([
        'clear sla_warning timer',
        'clear sla_breach timer',
        'run completed',
      ]),
    );
    expect(run.fact('run.completed').sla).toBe('met');
  });

  it.each<[string, number, string]>([
    ['in time', 0, 'met'],
    ['too late', 200_000, 'breached'],
  ])(
    'says the same of a run that fails or is canceled %s',
    (_, later, expected) => {
      const failing = timed();
      failing.claim();
      failing.now += later;
      failing.fail('a', 'bug');
      expect(failing.fact('run.failed').sla).toBe(expected);

      const canceled = timed();
      canceled.claim();
      canceled.now += later;
      canceled.cancel();
      canceled.fail('a');
      expect(canceled.fact('run.canceled').sla).toBe(expected);
    },
  );

  it('has taken no time where the run is canceled before it starts', () => {
    const run = timed();
    run.cancel();
    expect(run.fact('run.canceled').sla).toBe('met');
  });

  it('finds that the target was missed though no timer has said so', () => {
    const run = timed();
    run.claim();
    run.complete('a');
    run.now += 200_000;

    expect(run.approve('ok')).toContain('sla breached');
    expect(run.fact('run.completed').sla).toBe('breached');
  });

  it('is not there where the workflow has no target', () => {
    const run = new TestRun([step('a')]);

    expect(run.claim()[0]).toBe('run started');
    expect(run.slaDue('sla_breach')).toEqual([]);
    run.complete('a');
    expect(run.fact('run.completed')).not.toHaveProperty('sla');
  });
});

describe('pauses', () => {
  it('count, unless the workflow says otherwise', () => {
    const run = paused();

    expect(run.timersSet).toHaveLength(2);
    run.now += 50_000;
    expect(run.resume()).not.toContain('sla_breach timer #0 in 49000');
  });

  it('do not count where the workflow says so', () => {
    const run = timed({ excludePauses: true });
    run.claim();
    run.pause();
    expect(run.complete('a')).toEqual([
      'a completed #1',
      'clear sla_warning timer',
      'clear sla_breach timer',
      'run paused',
    ]);
    run.now += 499_000;

    expect(run.resume()).toEqual(
      expect.arrayContaining([
        'run changed',
        'sla_warning timer #0 in 88000',
        'sla_breach timer #0 in 98000',
        'run resumed',
      ]),
    );
    expect(run.fact('run.changed').slaDueAt).toBe(run.now + 98_000);
  });

  it('do not count where the run is canceled from there, either', () => {
    const run = paused({ excludePauses: true });
    run.now += 499_000;

    expect(run.cancel()).not.toContain('sla breached');
    expect(run.fact('run.changed').slaDueAt).toBe(run.now + 98_000);
  });

  it('have no timer come due in them', () => {
    const run = paused({ excludePauses: true });

    expect(run.slaDue('sla_breach')).toEqual([]);
  });
});

describe('waits for humans', () => {
  it('do not count where the workflow says so', () => {
    const run = timed({ excludeHumanWaits: true });
    run.claim();
    expect(run.complete('a')).toContain('clear sla_breach timer');
    run.now += 499_000;
    run.approve('ok');

    expect(run.fact('run.completed').sla).toBe('met');
  });
});

describe('a run that is opened again', () => {
  it('goes on with the clock that it had', () => {
    const run = timed();
    run.claim();
    const dueAt = run.now + 100_000;
    run.fail('a');
    run.now += 40_000;
    const told = run.retry();

    expect(told).toContain(`sla_breach timer #0 in ${dueAt - run.now}`);
    expect(run.fact('run.reopened').sla).toEqual({ status: 'on_track', dueAt });
  });

  it('is late already where the time is over', () => {
    const run = timed();
    run.claim();
    run.slaDue('sla_breach');
    run.fail('a');
    run.retry();

    expect(run.fact('run.reopened').sla?.status).toBe('breached');
    expect(run.slaDue('sla_breach')).toEqual([]);
  });

  it('has its clock started where it never had one', () => {
    const run = timed();
    run.cancel();
    run.retry();

    expect(run.fact('run.reopened').sla).toEqual({
      status: 'on_track',
      dueAt: run.now + 100_000,
    });
  });
});

describe('the target of a run', () => {
  it('is what it was launched with, whatever its definition says', () => {
    const run = new TestRun(
      [step('a')],
      {},
      { sla: { targetMs: 100_000 }, slaTargetMs: 10_000 },
    );

    expect(run.claim().slice(0, 2)).toEqual([
      'sla_warning timer #0 in 9000',
      'sla_breach timer #0 in 10000',
    ]);
    expect(run.slaDue('sla_breach')).toContain('sla breached');
    expect(run.fact('sla.breached').targetMs).toBe(10_000);
  });

  it('need not be in the definition', () => {
    const run = new TestRun([step('a')], {}, { slaTargetMs: 10_000 });
    run.claim();
    run.complete('a');

    expect(run.fact('run.completed').sla).toBe('met');
  });

  it('is none where it was launched with none', () => {
    const run = new TestRun(
      [step('a')],
      {},
      { sla: { targetMs: 100_000 }, slaTargetMs: null },
    );

    expect(run.claim()[0]).toBe('run started');
  });
});
