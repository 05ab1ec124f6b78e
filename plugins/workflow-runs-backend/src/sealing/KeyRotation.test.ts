import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { countDataKeys, dataKeysOf, shred } from './dataKeys';
import { KeyRotation } from './KeyRotation';
import { Sealer } from './Sealer';

jest.setTimeout(60_000);

const OLD = { id: 'old', secret: 'the old secret of the tests' };
const NEW = { id: 'new', secret: 'the new secret of the tests' };
const LOST = { id: 'lost', secret: 'the lost secret of the tests' };

describeOnDatabases('the rotation of keys', createDatabase => {
  let knex: Knex;
  let now: number;
  let lines: string[];

  beforeAll(async () => {
    ({ knex } = await createDatabase());
  });
  beforeEach(async () => {
    now = 1_000;
    lines = [];
    await knex('sealed_payloads').delete();
    await knex('cursors').delete();
  });

  const rotation = (sealer: Sealer, owner = 'wkr_1') =>
    new KeyRotation({
      knex,
      sealer,
      owner,
      clock: async () => now,
      logger: {
        info: (line: string) => lines.push(`info ${line}`),
        warn: (line: string) => lines.push(`warn ${line}`),
      } as any,
      roundMs: 5,
    });

  /** Data keys of so many runs, each with a value that it has sealed. */
  async function seal(sealer: Sealer, count: number, name = 'run') {
    const rows = Array.from({ length: count }, (_, i) => {
      const runId = `${name}_${i}`;
      const { key, wrapped } = sealer.newDataKey(runId);
      const row = { run_id: runId, step_key: '', created_at: 0 };
      const place = { runId, step: '', item: -1, kind: 'input' };
      return [
        {
          ...row,
          kind: 'data_key',
          key_id: wrapped.keyId,
          content: wrapped.content,
        },
        {
          ...row,
          kind: 'input',
          key_id: null,
          content: sealer.seal(key, place, i),
        },
      ];
    }).flat();
    await knex.batchInsert<any>('sealed_payloads', rows, 100);
  }
  async function open(sealer: Sealer, runId: string) {
    const rows = await knex('sealed_payloads').where({ run_id: runId });
    const { key_id, content } = rows.find(({ kind }) => kind === 'data_key');
    const place = { runId, step: '', item: -1, kind: 'input' };
    return sealer.open(
      sealer.unwrap(runId, { keyId: key_id, content }),
      place,
      rows.find(({ kind }) => kind === 'input').content,
    );
  }

  it('wraps all data keys anew, and says when the old key can go', async () => {
    await seal(new Sealer([OLD]), 120);
    await seal(new Sealer([NEW]), 3, 'new');
    await rotation(new Sealer([NEW, OLD])).round();
    expect(await countDataKeys(knex, 'new')).toEqual(new Map());
    expect(lines).toEqual([
      "info The values of 120 runs are sealed with key 'old': wrapping them anew with 'new'",
      "info No run is sealed with key 'old' any more: once every backend has 'new' as its first key, 'old' can be taken out of workflowRuns.encryption.keys",
    ]);
    const withoutOld = new Sealer([NEW]);
    expect(await open(withoutOld, 'run_119')).toBe(119);
    expect(await open(withoutOld, 'new_2')).toBe(2);
  });

  it('leaves what it cannot unwrap, and says so once', async () => {
    await seal(new Sealer([LOST]), 2, 'lost');
    await seal(new Sealer([{ ...OLD, secret: LOST.secret }]), 1, 'changed');
    await seal(new Sealer([OLD]), 1);
    const rotated = rotation(new Sealer([NEW, OLD]));
    await rotated.round();
    await rotated.round();
    expect(lines).toEqual([
      "warn The values of 2 runs are sealed with key 'lost', which workflowRuns.encryption.keys does not hold",
      "warn The values of 1 runs are sealed with key 'old', and could not be wrapped anew yet",
    ]);
    expect(await open(new Sealer([NEW]), 'run_0')).toBe(0);
    await shred(knex, ['lost_0', 'lost_1', 'changed_0']);
    await rotated.round();
    await rotated.round();
    expect(lines).toHaveLength(2);
  });

  it('is done by one backend at a time, and by the next when that one has died', async () => {
    await seal(new Sealer([OLD]), 1);
    await knex('cursors').insert({
      name: 'key-rotation',
      position: 0,
      owner: 'wkr_9',
      lease_until: now + 60_000,
    });
    const rotated = rotation(new Sealer([NEW, OLD]));
    await rotated.round();
    expect(await countDataKeys(knex, 'new')).toEqual(new Map([['old', 1]]));
    now += 60_000;
    await rotated.round();
    expect(await countDataKeys(knex, 'new')).toEqual(new Map());
    expect(await knex('cursors').first()).toMatchObject({ owner: null });
  });

  it('comes round by itself, until it is stopped', async () => {
    await seal(new Sealer([OLD]), 1);
    const rotated = rotation(new Sealer([NEW, OLD]));
    rotated.start();
    while ((await countDataKeys(knex, 'new')).size > 0) await sleep(5);
    await rotated.stop();
    await seal(new Sealer([OLD]), 1, 'later');
    expect(await countDataKeys(knex, 'new')).toEqual(new Map([['old', 1]]));
  });

  it('goes on where it was interrupted', async () => {
    await seal(new Sealer([OLD]), 60);
    const sealer = new Sealer([NEW, OLD]);
    const rewrap = jest.spyOn(sealer, 'rewrap');
    const stopped = rotation(sealer);
    rewrap.mockImplementationOnce(() => {
      void stopped.stop();
      throw new Error('in the middle');
    });
    await stopped.round();
    expect(await countDataKeys(knex, 'new')).toEqual(new Map([['old', 11]]));
    await rotation(sealer, 'wkr_2').round();
    expect(await countDataKeys(knex, 'new')).toEqual(new Map());
  });

  it('brings back no key that was shredded', async () => {
    await seal(new Sealer([OLD]), 2);
    const sealer = new Sealer([NEW, OLD]);
    const rewrap = sealer.rewrap.bind(sealer);
    let shredded: Promise<void> | undefined;
    jest.spyOn(sealer, 'rewrap').mockImplementation((runId, wrapped) => {
      shredded ??= shred(knex, ['run_0']);
      return rewrap(runId, wrapped);
    });
    await rotation(sealer).round();
    await shredded;
    expect(await dataKeysOf(knex, 'new', { after: '', limit: 9 })).toEqual([
      { runId: 'run_1', content: expect.anything() },
    ]);
    expect(
      await knex('sealed_payloads').where({ run_id: 'run_0' }),
    ).toHaveLength(1);
  });
});
