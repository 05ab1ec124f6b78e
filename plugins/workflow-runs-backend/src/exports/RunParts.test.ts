import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunParts } from './RunParts';

jest.setTimeout(60_000);

const COUNT = 450;
const numbers = Array.from({ length: COUNT }, (_, index) => index);

describeOnDatabases('the parts of a run', createDatabase => {
  let parts: RunParts;

  const insert = async (knex: Knex, run_id: string) => {
    const rows = (toRow: (number: number) => object) =>
      numbers.map(number => ({ run_id, ...toRow(number) }));
    await knex.batchInsert(
      'run_io',
      rows(number => ({
        step_key: 'each',
        item_index: number,
        direction: 'output',
        generation: 0,
        content: String(number),
        bytes: 3,
        truncated: false,
        created_at: 0,
      })),
      50,
    );
    await knex.batchInsert(
      'artifacts',
      rows(number => ({
        id: `art_${run_id}_${number}`,
        step_key: 'each',
        item_index: number,
        generation: 0,
        attempt: 1,
        name: `${number}`,
        content_type: 'text/plain',
        bytes: 1,
        sha256: 'x',
        store: 'database',
        // Many at a time.
        created_at: Math.floor(number / 300),
        number,
      })),
      50,
    );
    await knex.batchInsert(
      'actions',
      rows(number => ({
        id: `act_${run_id}_${String(number).padStart(4, '0')}`,
        tenant_id: 'default',
        actor: 'user:default/ada',
        idempotency_key: `${run_id}-${number}`,
        request_hash: 'x',
        action: 'pause',
        step_key: '',
        item_index: -1,
        status: 'completed',
        requested_at: Math.floor(number / 300),
      })),
      50,
    );
    await knex.batchInsert(
      'decisions',
      rows(number => ({
        step_key: 'ask',
        item_index: -1,
        generation: number,
        asked_at: number,
        about: 'approval',
        approvers: '[]',
      })),
      50,
    );
    await knex.batchInsert(
      'run_logs',
      rows(number => ({
        sequence: number + 1,
        at: 0,
        level: 'info',
        item_index: -1,
        message: `${number}`,
      })),
      50,
    );
  };
  const ownPayload = (
    direction: string,
    generation: number,
    content: string,
  ) => ({
    run_id: 'run_1',
    step_key: '',
    item_index: -1,
    direction,
    generation,
    content,
    bytes: 7,
    truncated: false,
    created_at: 0,
  });
  beforeAll(async () => {
    const { knex } = await createDatabase();
    parts = new RunParts(knex, new RunDetailQueries(knex));
    for (const run_id of ['run_1', 'run_2']) await insert(knex, run_id);
    await knex('run_io').insert([
      ownPayload('input', 0, '"first"'),
      ownPayload('input', 1, '"second"'),
      ownPayload('output', 1, '"out"'),
    ]);
  });

  const collect = async <T>(pages: AsyncIterable<T[]>) => {
    const all: T[][] = [];
    for await (const page of pages) all.push(page);
    return all;
  };

  it('are whole and in order, however many there are', async () => {
    const payloads = (await collect(parts.payloads('run_1'))).flat();
    const artifacts = (await collect(parts.artifacts('run_1'))).flat();
    const actions = (await collect(parts.actions('run_1'))).flat();
    const decisions = (await collect(parts.decisions('run_1'))).flat();
    const logs = (await collect(parts.logs('run_1'))).flat();

    expect(payloads.slice(3).map(({ value }) => value)).toEqual(numbers);
    expect(artifacts.map(({ name }) => Number(name))).toEqual(numbers);
    expect(actions.map(({ id }) => Number(id.slice(-4)))).toEqual(numbers);
    expect(decisions.map(({ generation }) => generation)).toEqual(numbers);
    expect(logs.map(({ message }) => Number(message))).toEqual(numbers);
  });

  it('come a few at a time', async () => {
    const sizes = (await collect(parts.logs('run_1'))).map(page => page.length);

    expect(sizes).toEqual([200, 200, 50]);
  });

  it('are empty where a run has none', async () => {
    for (const part of [
      'steps',
      'attempts',
      'events',
      'logs',
      'decisions',
      'actions',
      'payloads',
      'artifacts',
    ] as const)
      expect(await collect<unknown>(parts[part]('run_none'))).toEqual([[]]);
    expect(await parts.ownPayloads('run_none')).toEqual([]);
  });

  it('tell the latest input and output of the run itself', async () => {
    const own = await parts.ownPayloads('run_1');

    expect(own.map(({ direction, value }) => [direction, value])).toEqual([
      ['input', 'second'],
      ['output', 'out'],
    ]);
  });
});
