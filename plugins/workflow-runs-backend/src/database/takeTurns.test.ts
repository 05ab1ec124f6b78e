import createKnex, { Knex } from 'knex';
import { takeTurns } from './takeTurns';

describe('takeTurns', () => {
  let knex: Knex;

  beforeEach(() => {
    knex = createKnex({
      client: 'better-sqlite3',
      useNullAsDefault: true,
      connection: ':memory:',
      pool: { min: 1, max: 1 },
    });
  });
  afterEach(() => knex.destroy());

  /** How often a timer of a millisecond fires while somebody asks again and again. */
  async function ticksWhileBusy(forMs: number): Promise<number> {
    let ticks = 0;
    const interval = setInterval(() => {
      ticks += 1;
    }, 1);
    const end = Date.now() + forMs;
    while (Date.now() < end) await knex.raw('select 1');
    clearInterval(interval);
    return ticks;
  }

  it('lets timers and requests have their turn while SQLite is asked again and again', async () => {
    expect(await ticksWhileBusy(50)).toBe(0);
    takeTurns(knex);
    expect(await ticksWhileBusy(100)).toBeGreaterThan(1);
  });

  it('answers everybody, inside of transactions too', async () => {
    takeTurns(knex);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const [row] = await knex.transaction(trx =>
          trx.raw('select ? as answer', [index]),
        );
        return row.answer;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });
});
