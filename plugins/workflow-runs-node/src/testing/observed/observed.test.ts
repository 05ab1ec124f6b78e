import { describeObservedEngine } from './describeObservedEngine';
import { FakeEngine } from './FakeEngine';
import { TestSink } from './TestSink';
import type { TestRunner } from '../conformance';

const STATUSES = {
  waiting: 'queued',
  busy: 'running',
  held: 'paused',
  asking: 'waiting_human',
  done: 'completed',
  broken: 'failed',
  stopped: 'canceled',
} as const;

const worldOf = (engine: FakeEngine) => ({
  engine,
  instance: engine.instance,
  put: (...runs: { nativeId: string; status: string; at: number }[]) =>
    engine.put(
      ...runs.map(({ nativeId: id, status, at }) => ({
        id,
        status,
        workflow: 'build',
        startedAt: at,
        changedAt: at,
        events: ['began', 'went on', 'ended'],
      })),
    ),
  another: () => engine,
});

describeObservedEngine({
  name: 'the fake engine',
  begin: () => worldOf(new FakeEngine()),
  statuses: STATUSES,
  unknownStatus: 'hibernating',
});

/** One that launches runs. */
const launching = () => Object.assign(new FakeEngine(), { launches: true });

describeObservedEngine({
  name: 'the fake engine that launches runs',
  begin: () => worldOf(launching()),
  statuses: STATUSES,
  unknownStatus: 'hibernating',
  launches: 'build',
});

describe('an engine that breaks the contract', () => {
  /** Names of the tests that an engine fails. */
  const failures = async (
    spoil: (engine: FakeEngine) => void,
    launches?: string,
  ) => {
    const tests: [string, () => Promise<void>][] = [];
    const it = Object.assign(
      (name: string, test: () => Promise<void>) => tests.push([name, test]),
      { skip: () => {} },
    );
    describeObservedEngine({
      name: 'spoiled',
      begin: () => {
        const engine = new FakeEngine();
        spoil(engine);
        return worldOf(engine);
      },
      statuses: STATUSES,
      unknownStatus: 'hibernating',
      launches,
      runner: { describe: (_, define) => define(), it } as TestRunner,
    });
    const failed: string[] = [];
    for (const [name, test] of tests) {
      await test().catch(() => failed.push(name));
    }
    return failed;
  };

  it('is found out where it goes on when it is to stop', async () => {
    const failed = await failures(engine => {
      engine.trouble = { ignoresAbort: true };
    });

    expect(failed).toEqual(['stops when it is to stop']);
  });

  it('is found out where its pages do not go on', async () => {
    const failed = await failures(engine => {
      engine.trouble = { standsStill: true };
    });

    expect(failed).toContain(
      'tells the same whenever it is asked, and however large the pages are',
    );
  });

  it('is found out where it cannot be asked for what it says that it can do', async () => {
    const failed = await failures(engine => {
      Object.assign(engine, { perform: undefined });
    });

    expect(failed).toEqual([
      'does what it says that it can do, and refuses the rest',
    ]);
  });

  it('is found out where it launches twice what is asked twice', async () => {
    const failed = await failures(engine => {
      let launched = 0;
      engine.launches = true;
      engine.launch = async ({ namespace }) => {
        launched += 1;
        return { namespace, nativeId: `run-${launched}` };
      };
    }, 'build');

    expect(failed).toEqual([
      'launches a run once for each key, and tells of it',
    ]);
  });

  it('is found out where its history loses what is on the edge of a page', async () => {
    const failed = await failures(engine => {
      const { history } = engine;
      engine.history = async request => {
        const page = await history.call(engine, request);
        const { nextCursor } = page;
        return {
          ...page,
          nextCursor: nextCursor && `${Number(nextCursor) + 1}`,
        };
      };
    });

    expect(failed).toEqual([
      'shows the same of what it has recorded, however large the pages are',
    ]);
  });

  it('is found out where it offers queries, and cannot be asked any', async () => {
    const failed = await failures(engine => {
      Object.assign(engine, { query: undefined });
    });

    expect(failed).toEqual(['offers only what it can be asked for']);
  });

  it('is found out where it tells of what is no snapshot', async () => {
    const failed = await failures(engine => {
      engine.trouble = { talksNonsense: true };
    });

    expect(failed).toContain('tells of a run that is busy as running');
  });
});

describe('TestSink', () => {
  it('passes over lines that it knows', async () => {
    const sink = new TestSink();
    const run = { namespace: 'default', nativeId: 'one' };
    const line = (number: number) => ({
      number,
      at: number,
      level: 'info' as const,
      message: `${number}`,
    });

    expect(await sink.record(run, [line(1), line(2)])).toBe(2);
    expect(await sink.record(run, [line(2), line(3)])).toBe(3);
    expect(sink.lines.get('one')).toHaveLength(3);
  });
});
