import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { Change, groupChanges, Row } from './changes';
import { LaneDatabase, LaneTransaction } from './LaneDatabase';

jest.setTimeout(60_000);

describeOnDatabases('a lane', (createDatabase, isPostgres) => {
  let knex: Knex;
  let lane: LaneDatabase;
  let count = 0;
  /** A run of its own for each test. */
  let run: string;

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
  });
  beforeEach(() => {
    count += 1;
    run = `run_${count}`;
  });

  const write = (work: (tx: LaneTransaction) => Promise<unknown>) =>
    lane.transaction(work);
  const apply = (...changes: Change[]) =>
    write(async tx => {
      await tx.apply(groupChanges(changes));
    });
  const newLive = (id: string, set: Change['set'] = {}) =>
    ({
      kind: 'insert',
      table: 'run_live',
      key: { run_id: id },
      set: { updated_at: 1, ...set },
    } as Change);
  const live = (id = run) => knex('run_live').where({ run_id: id }).first();
  const key = (name: string, to = run) => ({
    workflow_id: run,
    kind: 'idempotency_key',
    key: name,
    run_id: to,
    request_hash: 'hash',
    created_at: 1,
  });

  it('commits all of it', async () => {
    await apply(newLive(run), newLive(`${run}b`));
    expect(await live()).toMatchObject({ run_id: run, steps_done: 0 });
    expect(await live(`${run}b`)).toMatchObject({ run_id: `${run}b` });
  });

  it('or nothing of it', async () => {
    const failing = write(async tx => {
      await tx.insert('run_live', [{ run_id: run, updated_at: 1 }]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await live()).toBeUndefined();
  });

  it('leaves no transaction open after an error, of the database or of ours', async () => {
    await apply(newLive(run));
    await expect(apply(newLive(run))).rejects.toMatchObject({
      code: expect.stringMatching(/^(23505|SQLITE_CONSTRAINT.*)$/),
    });
    const failing = write(tx => tx.select('no_table', 'id', [1], ['id']));
    await expect(failing).rejects.toThrow('no_table');

    // Both the lane and everybody else can go on, and see what was committed before.
    expect(
      await knex.transaction(trx => trx('run_live').where({ run_id: run })),
    ).toHaveLength(1);
    await apply(newLive(`${run}b`));
  });

  it('inserts what is not there yet, and says which', async () => {
    const keys = ['workflow_id', 'kind', 'key'];
    const insert = (...rows: ReturnType<typeof key>[]) =>
      lane.transaction(tx => tx.insertIfAbsent('launch_keys', keys, rows));
    const a = key('a');
    const b = key('b', 'run_other');
    expect(await insert(a)).toEqual([a]);
    expect(await insert(key('a', 'run_other'), b)).toEqual([b]);
    const rows = await knex('launch_keys').where({ workflow_id: run });
    expect(rows.map(row => row.run_id).sort()).toEqual([run, 'run_other']);
  });

  it('finds the rows that there are', async () => {
    await write(tx => tx.insert('launch_keys', [key('a'), key('c')]));
    const rows = ['a', 'b', 'c'].map(name => ({ workflow_id: run, key: name }));
    const found = await lane.transaction(tx =>
      tx.find('launch_keys', ['workflow_id', 'key'], rows, ['key', 'run_id']),
    );
    expect(found.map(row => `${row.key} ${row.run_id}`).sort()).toEqual([
      `a ${run}`,
      `c ${run}`,
    ]);
  });

  it('updates by key, lets columns grow from nothing, and returns what there was', async () => {
    await apply(
      newLive(run, { tokens: null }),
      newLive(`${run}b`, { tokens: 5 }),
    );
    const returned = await lane.transaction(tx =>
      tx.update(
        'run_live',
        {
          keys: ['run_id'],
          set: ['updated_at'],
          add: ['tokens'],
          rows: [run, `${run}b`, 'run_none'].map(run_id => ({
            run_id,
            updated_at: 7,
            tokens: 3,
          })),
        },
        ['run_id', 'tokens'],
      ),
    );
    expect(
      returned.map(row => [row.run_id, Number(row.tokens)]).sort(),
    ).toEqual([
      [run, 3],
      [`${run}b`, 8],
    ]);
    expect(Number((await live()).updated_at)).toBe(7);
  });

  it.each(['select', 'lock'] as const)(
    '%ss the rows that there are',
    async read => {
      await apply(newLive(run), newLive(`${run}b`));
      const rows = await lane.transaction(tx =>
        tx[read]('run_live', 'run_id', [run, `${run}b`, 'none'], ['run_id']),
      );
      expect(rows.map(({ run_id }) => run_id).sort()).toEqual([run, `${run}b`]);
    },
  );

  it('inserts, replaces and deletes', async () => {
    const timer = (step: string, due_at: number): Change => ({
      kind: 'upsert',
      table: 'timers',
      key: { run_id: run, kind: 'retry', step_key: step, item_index: -1 },
      set: { due_at },
    });
    const due = async () =>
      (await knex('timers').where({ run_id: run }).orderBy('step_key')).map(
        row => [row.step_key, Number(row.due_at)],
      );
    await apply(timer('a', 1), timer('b', 2));
    await apply(timer('b', 3), timer('c', 4));
    expect(await due()).toEqual([
      ['a', 1],
      ['b', 3],
      ['c', 4],
    ]);
    const { set: _, ...a } = timer('a', 0);
    await apply({ ...a, kind: 'delete' });
    expect(await due()).toEqual([
      ['b', 3],
      ['c', 4],
    ]);
  });

  it('does nothing where there is nothing to insert', async () => {
    await write(tx => tx.insert('run_live', []));
    expect(await live()).toBeUndefined();
  });

  it.each([
    ['bytes', Buffer.from([0, 1, 92, 120, 255])],
    ['no bytes', Buffer.alloc(0)],
  ])('keeps %s', async (_, content) => {
    const sealed = {
      run_id: run,
      kind: 'input',
      step_key: '',
      item_index: -1,
      generation: 0,
    };
    await apply({
      kind: 'upsert',
      table: 'sealed_payloads',
      key: sealed,
      set: { key_id: null, content, created_at: 1 },
    });
    const row = await knex('sealed_payloads').where({ run_id: run }).first();
    expect(Buffer.from(row.content)).toEqual(content);
    expect(row.key_id).toBeNull();
  });

  it.each([
    ['quotes', `it's "quoted" \\ $1 ? ?? :x`],
    ['what is not Latin', 'ünïcödé 漢字 🚀 \u2028 \u00a0'],
    ['what looks like JSON', '{"a":[1,null]}'],
    ['nothing', ''],
    ['newlines', 'a\nb\tc\r\n'],
  ])('keeps text with %s', async (_, content) => {
    const state = { generation: 0, status: 'queued', entered_at: 1 };
    await apply({
      kind: 'insert',
      table: 'run_states',
      key: { run_id: run, number: 1 },
      set: { ...state, reason: content },
    });
    expect(
      await knex('run_states').where({ run_id: run }).first(),
    ).toMatchObject({
      reason: content,
    });
  });

  it('keeps true, false, null, and the times of centuries', async () => {
    const io = (step: string, truncated: boolean, at: number): Change => ({
      kind: 'insert',
      table: 'run_io',
      key: {
        run_id: run,
        step_key: step,
        item_index: -1,
        direction: 'input',
        generation: 0,
      },
      set: { content: '1', bytes: 1, truncated, created_at: at },
    });
    await apply(io('a', true, 0), io('b', false, 8_640_000_000_000_000));
    const rows = await knex('run_io')
      .where({ run_id: run })
      .orderBy('step_key');
    expect(
      rows.map(row => [Boolean(row.truncated), Number(row.created_at)]),
    ).toEqual([
      [true, 0],
      [false, 8_640_000_000_000_000],
    ]);
  });

  describe('appends to the log', () => {
    const event = (number: number): Row => ({
      run_id: run,
      number,
      event_key: `${number}`,
      type: 'run.changed',
      schema_version: 1,
      mode: 'live',
      generation: 0,
      step_key: null,
      item_index: -1,
      attempt: null,
      occurred_at: 1,
      recorded_at: 1,
      payload: '{}',
      auth: '{}',
    });
    const head = (id: string, place: number, tokens?: number): Change => ({
      kind: 'update',
      table: 'run_live',
      key: { run_id: id },
      set: { last_position: place },
      ...(tokens ? { add: { tokens } } : {}),
    });
    const append = (numbers: number[], ...heads: Change[]) =>
      lane.transaction(tx =>
        tx.append(numbers.map(event), groupChanges(heads)),
      );

    it('in the order of the transactions, and again where one has failed', async () => {
      const first = await append([1, 2, 3]);
      await expect(
        lane.transaction(async tx => {
          await tx.append([event(4), event(5)], []);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await append([4, 5])).toBe(first + 2);
      const rows = await knex('run_events')
        .where({ run_id: run })
        .orderBy('position');
      expect(
        rows.map(({ position, number }) => [Number(position), number]),
      ).toEqual([1, 2, 3, 4, 5].map(number => [first - 3 + number, number]));
    });

    it('and tells how far it has come', async () => {
      await apply(newLive(run), newLive(`${run}b`, { tokens: 1 }));
      const last = await append([1, 2], head(run, 1), head(`${run}b`, 2, 5));
      expect(Number((await live()).last_position)).toBe(last - 1);
      const other = await live(`${run}b`);
      expect([Number(other.last_position), Number(other.tokens)]).toEqual([
        last,
        6,
      ]);
    });
  });

  it('commits what nobody waits for, or nothing where it fails', async () => {
    const state = (number: number) => ({
      run_id: run,
      number,
      generation: 0,
      status: 'queued',
      entered_at: 1,
    });
    await write(async tx => {
      void tx.insert('run_states', [state(1)]);
      void tx.insert('run_states', [state(2)]);
    });
    const failing = write(async tx => {
      void tx.insert('run_states', [state(3)]);
      void tx.insert('run_states', [state(2)]);
      void tx.insert('run_states', [state(4)]);
    });
    await expect(failing).rejects.toMatchObject({
      code: expect.stringMatching(/^(23505|SQLITE_CONSTRAINT.*)$/),
    });
    const rows = await knex('run_states').where({ run_id: run });
    expect(rows.map(({ number }) => number).sort()).toEqual([1, 2]);
  });

  it('does nothing more once the database has rolled back by itself', async () => {
    if (isPostgres) return;
    // As SQLite does where the disk is full: what followed would be committed alone.
    await knex.raw(
      `create trigger full_disk before insert on run_live when new.run_id = '${run}_full' begin select raise(rollback, 'disk is full'); end`,
    );
    const change = (id: string) => groupChanges([newLive(id)]);
    await expect(
      write(async tx => {
        void tx.apply(change(run));
        void tx.apply(change(`${run}_full`));
        void tx.apply(change(`${run}_after`));
      }),
    ).rejects.toThrow('disk is full');
    await knex.raw('drop trigger full_disk');
    const left = await knex('run_live').where('run_id', 'like', `${run}%`);
    expect(left.filter(({ run_id: id }) => id.startsWith(run))).toEqual([]);
  });

  it('applies all kinds of changes at once, and as many as there are', async () => {
    const state = (number: number): Change => ({
      kind: 'insert',
      table: 'run_states',
      key: { run_id: run, number },
      set: { generation: 0, status: 'running', entered_at: number },
    });
    const timer = (step: string, dueAt: number): Change => ({
      kind: 'upsert',
      table: 'timers',
      key: { run_id: run, kind: 'retry', step_key: step, item_index: -1 },
      set: { due_at: dueAt },
    });
    const { set: _, ...goneTimer } = timer('gone', 0);
    const timers = async () =>
      (await knex('timers').where({ run_id: run }).orderBy('step_key')).map(
        row => [row.step_key, Number(row.due_at)],
      );
    await apply(newLive(run), timer('a', 1), timer('gone', 1));
    // Few rows travel in one statement where the database has any, many do not.
    for (const size of [1, 2, 400]) {
      await apply(
        ...Array.from({ length: size }, (__, i) => state(size * 1_000 + i)),
        timer('a', size),
        timer(`b${size}`, size),
        { ...goneTimer, kind: 'delete' },
        {
          kind: 'update',
          table: 'run_live',
          key: { run_id: run },
          set: { updated_at: size },
          add: { tokens: size },
        },
      );
    }
    expect(await knex('run_states').where({ run_id: run })).toHaveLength(403);
    expect(await timers()).toEqual([
      ['a', 400],
      ['b1', 1],
      ['b2', 2],
      ['b400', 400],
    ]);
    const row = await live();
    expect([Number(row.updated_at), Number(row.tokens)]).toEqual([400, 403]);
  });

  it('lets others have their turn before those who have waited for a long batch go on', async () => {
    if (isPostgres) return;
    const order: string[] = [];
    await lane.transaction(async () => {
      setImmediate(() => order.push('others'));
      const begun = performance.now();
      while (performance.now() - begun < 10);
    });
    order.push('who waited');
    expect(order).toEqual(['others', 'who waited']);
  });

  it('lets others read and write between its batches, however many there are', async () => {
    await apply(newLive(run, { tokens: 0 }));
    const grow = () =>
      lane.transaction(async tx => {
        await tx.update(
          'run_live',
          {
            keys: ['run_id'],
            set: [],
            add: ['tokens'],
            rows: [{ run_id: run, tokens: 1 }],
          },
          ['run_id'],
        );
      });
    const readers = Array.from({ length: 100 }, () => live());
    const transactions = Array.from({ length: 20 }, () =>
      knex.transaction(async trx => {
        await trx('run_live')
          .where({ run_id: run })
          .increment('log_sequence', 1);
        await trx('run_live').where({ run_id: run }).first();
      }),
    );
    const growth = Array.from({ length: 100 }, grow);
    await Promise.all([...readers, ...growth, ...transactions]);
    const row = await live();
    expect([Number(row.tokens), Number(row.log_sequence)]).toEqual([100, 20]);
  });
});
