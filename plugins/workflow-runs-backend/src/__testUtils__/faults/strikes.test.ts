import { pointsOf } from './points';
import { Random } from './random';
import { mixOf, planStrikes, Strike } from './strikes';

const plan = (seed: number, kills: number, isSqlite = false) =>
  planStrikes(new Random(seed), mixOf(kills, isSqlite), {
    isSqlite,
    leaseMs: 1_000,
  });
const pointsIn = (strikes: Strike[]) =>
  strikes.flatMap(strike =>
    strike.type === 'kill at a point' ? [strike.point] : [],
  );

describe('planStrikes', () => {
  it('plans the same for the same seed, and something else for another', () => {
    expect(plan(1, 50)).toEqual(plan(1, 50));
    expect(plan(1, 50)).not.toEqual(plan(2, 50));
  });

  it.each([true, false])('visits every point before any again', isSqlite => {
    const points = pointsOf(isSqlite);
    const kills = Math.ceil(points.length / 0.6);
    const visited = pointsIn(plan(1, kills, isSqlite));
    expect(new Set(visited)).toEqual(new Set(points));
  });

  it('kills as often as it is asked to, beside everything else', () => {
    const strikes = plan(1, 200);
    const killing = strikes.filter(({ type }) => type.startsWith('kill'));
    expect(killing).toHaveLength(200);
    expect(strikes.length).toBeGreaterThan(killing.length);
  });

  it('freezes for longer than a lease', () => {
    const spans = plan(1, 100).flatMap(strike =>
      strike.type === 'freeze' ? [strike.forMs] : [],
    );
    expect(Math.min(...spans)).toBeGreaterThan(1_000);
  });
});
