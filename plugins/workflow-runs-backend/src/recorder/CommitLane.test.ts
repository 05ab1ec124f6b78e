import { LaneDatabase } from '../database/LaneDatabase';
import { CommitLane, MAX_BATCH, retryingDeadlocks } from './CommitLane';

const taken = <T>(batch: T[]) =>
  batch.map(value => ({ ok: true as const, value }));
const coded = (code: string) => Object.assign(new Error(code), { code });

/** A lane that keeps the batches that it was asked to write. */
function laneOf(write: (batch: string[]) => Promise<unknown> = async () => {}) {
  const batches: string[][] = [];
  const lane = new CommitLane<string, unknown>(async batch => {
    batches.push(batch);
    await write(batch);
    return taken(batch);
  });
  return { lane, batches };
}

describe('CommitLane', () => {
  it('writes what is submitted together in one batch, and what comes meanwhile in the next', async () => {
    let open!: () => void;
    const first = new Promise<void>(resolve => {
      open = resolve;
    });
    const { lane, batches } = laneOf(() => first);
    const results = [lane.submit('a'), lane.submit('b')];
    await new Promise(setImmediate);
    results.push(lane.submit('c'), lane.submit('d'), lane.submit('e'));
    open();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('writes no more in one batch than it may', async () => {
    const { lane, batches } = laneOf();
    const all = Array.from({ length: 2 * MAX_BATCH + 1 }, (_, i) => `${i}`);
    await Promise.all(all.map(value => lane.submit(value)));
    expect(batches.map(({ length }) => length)).toEqual([
      MAX_BATCH,
      MAX_BATCH,
      1,
    ]);
    expect(batches.flat()).toEqual(all);
  });

  it('or than the database wants', async () => {
    const batches: string[][] = [];
    const lane = new CommitLane<string, unknown>(
      async batch => {
        batches.push(batch);
        return taken(batch);
      },
      undefined,
      undefined,
      2,
    );
    await Promise.all(['a', 'b', 'c'].map(each => lane.submit(each)));
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('nor more bytes, unless one alone has them', async () => {
    const batches: number[][] = [];
    const lane = new CommitLane<number, unknown>(
      async batch => {
        batches.push(batch);
        return taken(batch);
      },
      megabytes => megabytes * 1024 * 1024,
    );
    await Promise.all([3, 4, 2, 20, 8, 1].map(mb => lane.submit(mb)));
    expect(batches).toEqual([[3, 4], [2], [20], [8], [1]]);
  });

  it('finds the one that the database cannot take, and takes all others', async () => {
    const { lane, batches } = laneOf(async batch => {
      if (batch.includes('bad')) throw coded('22P02');
    });
    const values = Array.from({ length: 100 }, (_, i) =>
      i === 37 ? 'bad' : `${i}`,
    );
    const results = await Promise.allSettled(values.map(v => lane.submit(v)));
    const refused = results.flatMap(({ status }, i) =>
      status === 'rejected' ? [i] : [],
    );
    expect(refused).toEqual([37]);
    expect(batches.length).toBeLessThan(20);
  });

  it.each([
    '22001',
    '23505',
    '21000',
    'SQLITE_CONSTRAINT_PRIMARYKEY',
    'SQLITE_TOOBIG',
  ])('takes %s for an error of what is written', async code => {
    const { lane } = laneOf(async batch => {
      if (batch.includes('bad')) throw coded(code);
    });
    const [bad, good] = await Promise.allSettled([
      lane.submit('bad'),
      lane.submit('good'),
    ]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  describe('while the database is away', () => {
    const AWAY = [
      coded('57P01'),
      coded('08006'),
      coded('53300'),
      coded('55P03'),
      coded('ECONNREFUSED'),
      new Error('Connection terminated unexpectedly'),
    ];

    it.each(AWAY)(
      'tries the same batch again, and says so (%s)',
      async error => {
        const tries: { batch: string[]; again: boolean }[] = [];
        const lane = new CommitLane<string, string>(async (batch, again) => {
          tries.push({ batch, again });
          if (tries.length < 3) throw error;
          return taken(batch);
        });
        const results = await Promise.all([lane.submit('a'), lane.submit('b')]);
        expect(results).toEqual(['a', 'b']);
        expect(tries).toEqual(
          [false, true, true].map(again => ({ batch: ['a', 'b'], again })),
        );
      },
    );

    it('says that a try is another one in the halves of a batch, too', async () => {
      const agains: boolean[] = [];
      const lane = new CommitLane<string, string>(async (batch, again) => {
        agains.push(again);
        if (agains.length === 1) throw coded('08006');
        if (batch.includes('bad')) throw coded('23505');
        return taken(batch);
      });
      const results = await Promise.allSettled([
        lane.submit('good'),
        lane.submit('bad'),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(agains).toEqual([false, true, true, true]);
    });

    it('does not wait for ever', async () => {
      const lane = new CommitLane<string, string>(
        async () => {
          throw coded('ECONNREFUSED');
        },
        undefined,
        120,
      );
      const started = Date.now();
      await expect(lane.submit('a')).rejects.toThrow('ECONNREFUSED');
      expect(Date.now() - started).toBeGreaterThanOrEqual(100);
    });
  });

  it('neither halves nor tries again what fails for another reason', async () => {
    const { lane, batches } = laneOf(async () => {
      throw coded('SQLITE_BUSY');
    });
    const results = await Promise.allSettled([
      lane.submit('a'),
      lane.submit('b'),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(batches).toHaveLength(1);
  });

  it('goes on after a failure', async () => {
    let fails = true;
    const { lane } = laneOf(async () => {
      if (fails) throw new Error('no');
    });
    await expect(lane.submit('a')).rejects.toThrow('no');
    fails = false;
    expect(await lane.submit('b')).toBe('b');
  });

  it('refuses alone what is refused alone', async () => {
    const lane = new CommitLane<string, string>(async batch =>
      batch.map(value =>
        value === 'late'
          ? { ok: false, error: new Error('too late') }
          : { ok: true, value },
      ),
    );
    const [late, good] = await Promise.allSettled([
      lane.submit('late'),
      lane.submit('good'),
    ]);
    expect(late).toMatchObject({ reason: new Error('too late') });
    expect(good).toMatchObject({ value: 'good' });
  });

  it('is idle once nothing is waiting or in flight', async () => {
    const { lane, batches } = laneOf(
      () => new Promise(resolve => setTimeout(resolve, 5)),
    );
    await lane.idle();
    void lane.submit('a');
    void lane.submit('b').then(() => lane.submit('c'));
    await lane.idle();
    expect(batches.flat()).toEqual(['a', 'b', 'c']);
  });
});

describe('retryingDeadlocks', () => {
  const failing = (codes: string[]) => {
    let tries = 0;
    const database: LaneDatabase = {
      async transaction() {
        const code = codes[tries];
        tries += 1;
        if (code) throw coded(code);
        return 'done' as never;
      },
    };
    return { database: retryingDeadlocks(database), tries: () => tries };
  };

  it.each(['40P01', '40001'])('tries again after %s', async code => {
    const { database, tries } = failing([code, code]);
    expect(await database.transaction(async () => 'x')).toBe('done');
    expect(tries()).toBe(3);
  });

  it('but not for ever, and after no other error', async () => {
    const deadlocks = failing(Array(9).fill('40P01'));
    await expect(deadlocks.database.transaction(async () => 1)).rejects.toThrow(
      '40P01',
    );
    expect(deadlocks.tries()).toBe(5);
    const other = failing(['23505']);
    await expect(other.database.transaction(async () => 1)).rejects.toThrow(
      '23505',
    );
    expect(other.tries()).toBe(1);
  });
});
