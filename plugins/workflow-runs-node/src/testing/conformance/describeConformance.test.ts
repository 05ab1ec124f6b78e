import { needsOf } from './capabilities';
import { describeConformance, TestRunner } from './describeConformance';
import { machineExecutor } from './machine/machineExecutor';
import { Executor, Scenario } from './scenario';
import {
  completes,
  dies,
  fails,
  scenario,
  step,
  wait,
} from './scenarios/sketch';

const once = 'started, completed';
const completing = scenario({
  name: 'completes',
  steps: [step('a')],
  outcomes: { a: [completes(1)] },
  expected: { status: 'completed', run: once, steps: { a: once } },
});
const dying = scenario({
  name: 'dies',
  steps: [
    step('a', [], { heartbeatMs: 500 }),
    wait('b', [], { for: { event: 'c' } }),
  ],
  outcomes: { a: [dies] },
  actions: [{ when: { run: 'running' }, asks: { action: 'cancel' } }],
  expected: { status: 'canceled', run: '', steps: {} },
});

/** Defines tests, and runs them when it is told to. */
function recordingRunner() {
  const tests = new Map<string, () => Promise<void>>();
  const skipped: string[] = [];
  const runner: TestRunner = {
    describe: (_, defineTests) => defineTests(),
    it: Object.assign(
      (name: string, test: () => Promise<void>) => {
        tests.set(name, test);
      },
      { skip: (name: string) => skipped.push(name) },
    ),
  };
  return { runner, tests, skipped };
}

function define(executor: Executor, ...scenarios: Scenario[]) {
  const recorded = recordingRunner();
  describeConformance('an executor', executor, {
    themes: [{ name: 'a theme', scenarios }],
    runner: recorded.runner,
  });
  return recorded;
}

describe('describeConformance', () => {
  it('skips by name what an executor cannot do, and plays the rest', async () => {
    const { tests, skipped } = define(
      { ...machineExecutor, cannot: ['losses', 'wait', 'map'] },
      completing,
      dying,
    );
    expect(skipped).toEqual(['dies (it cannot: wait, losses)']);
    expect([...tests.keys()]).toEqual(['completes']);
    await expect(tests.get('completes')!()).resolves.toBeUndefined();
  });

  it('fails the test of a scenario that comes out otherwise, or not at all, and no other', async () => {
    const worse = { ...completing, name: 'fails', outcomes: { a: [fails()] } };
    const { tests } = define(
      {
        cannot: [],
        play: async played => {
          if (played === dying) throw new Error('It never ends');
          return machineExecutor.play(played);
        },
      },
      dying,
      worse,
      completing,
    );
    await expect(tests.get('dies')!()).rejects.toThrow('It never ends');
    await expect(tests.get('fails')!()).rejects.toThrow('started, failed');
    await expect(tests.get('completes')!()).resolves.toBeUndefined();
  });

  it('plays so many at a time', async () => {
    let playing = 0;
    let most = 0;
    const executor: Executor = {
      cannot: [],
      concurrency: 2,
      play: async played => {
        playing += 1;
        most = Math.max(most, playing);
        await new Promise(resolve => {
          setTimeout(resolve, 1);
        });
        playing -= 1;
        return machineExecutor.play(played);
      },
    };
    const all = [1, 2, 3, 4, 5].map(n => ({ ...completing, name: `${n}` }));
    const { tests } = define(executor, ...all);
    for (const test of tests.values()) await test();
    expect(most).toBe(2);
  });
});

describe('needsOf', () => {
  it('reads from a scenario what it needs', () => {
    expect(needsOf(completing)).toEqual([]);
    expect(needsOf(dying)).toEqual(['heartbeat', 'wait', 'cancel', 'losses']);
  });
});
