import { aLogLine } from 'backstage-plugin-workflow-runs-react/testing';
import { followLog, type LogSource, type Persistence } from './followLog';
import type { LogPage } from './logLines';

const away = new TypeError('fetch failed');

/** A log of which a test says what comes, and what of reading fails. */
class ScriptedLog implements LogSource {
  isOver = false;
  failures: Error[] = [];
  readonly told: string[] = [];
  readonly pauses: number[] = [];
  reads = 0;
  private sequences: number[] = [];
  private number: number | null = null;
  private readonly listeners = new Set<() => void>();

  stamp = () => String(this.number);
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get watchers(): number {
    return this.listeners.size;
  }

  add(...sequences: number[]) {
    this.sequences.push(...sequences);
    this.number = this.sequences.at(-1)!;
    this.change();
  }

  /** Something other than lines. */
  change() {
    for (const listener of [...this.listeners]) listener();
  }

  end() {
    this.isOver = true;
    this.change();
  }

  read = async (after: number): Promise<LogPage> => {
    this.reads += 1;
    const failure = this.failures.shift();
    if (failure) throw failure;
    const left = this.sequences.filter(sequence => sequence > after);
    const page = left.slice(0, 2);
    return {
      lines: page.map(sequence => aLogLine({ sequence })),
      last: page.at(-1) ?? after,
      isFull: page.length === 2,
    };
  };

  readonly persistence: Persistence = {
    isPassing: error => error === away,
    lost: () => this.told.push('lost'),
    found: () => this.told.push('found'),
    sleep: async ms => {
      this.pauses.push(ms);
    },
    random: () => 1,
  };
}

/** Collects what is followed until it is over. */
function follow(log: ScriptedLog, from = 0) {
  const lines: number[] = [];
  const done = (async () => {
    const followed = followLog(log.read, log, log.persistence, from);
    for await (const some of followed) {
      lines.push(...some.map(({ sequence }) => sequence));
    }
  })();
  return { lines, done };
}

const settle = () => new Promise(resolve => setImmediate(resolve));

it('tells what is there, what comes, and what came last before the end', async () => {
  const log = new ScriptedLog();
  log.add(1, 2, 3);
  const { lines, done } = follow(log);
  await settle();
  expect(lines).toEqual([1, 2, 3]);
  log.add(4);
  await settle();
  expect(lines).toEqual([1, 2, 3, 4]);
  log.add(5, 6, 7, 8);
  log.end();
  await done;
  expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(log.watchers).toBe(0);
});

it('begins behind the line that is known', async () => {
  const log = new ScriptedLog();
  log.add(1, 2, 3);
  log.end();
  const { lines, done } = follow(log, 2);
  await done;
  expect(lines).toEqual([3]);
});

it('reads nothing where only the progress of the run has changed', async () => {
  const log = new ScriptedLog();
  log.add(1);
  const { done } = follow(log);
  await settle();
  const { reads } = log;
  log.change();
  log.change();
  await settle();
  expect(log.reads).toBe(reads);
  log.end();
  await done;
});

it('goes on behind the last line when the server was away, and says so', async () => {
  const log = new ScriptedLog();
  log.add(1);
  const { lines, done } = follow(log);
  await settle();
  log.failures = [away, away];
  log.add(2, 3);
  await settle();
  expect(log.told).toEqual(['lost', 'lost', 'found']);
  expect(log.pauses).toEqual([500, 1_000]);
  log.end();
  await done;
  expect(lines).toEqual([1, 2, 3]);
});

it('gives up where it is no use to try again', async () => {
  const log = new ScriptedLog();
  log.failures = [new Error('There is no such run')];
  await expect(follow(log).done).rejects.toThrow('There is no such run');
});
