import { KILLS, Strike } from './strikes';

/** What has come of strikes, counted. */
export class StrikeRecord {
  readonly strikes: Record<string, number> = {};
  readonly kills: Record<string, number> = {};
  readonly missed: string[] = [];

  add(strike: Strike, hasHit: boolean) {
    const count = (counts: Record<string, number>, name: string) => {
      counts[name] = (counts[name] ?? 0) + 1;
    };
    // Who waits for its point in vain is killed all the same.
    const isKill = KILLS.includes(strike.type);
    if (!hasHit && !isKill) return;
    const type = hasHit ? strike.type : 'kill at any time';
    count(this.strikes, type);
    if (isKill) {
      const atPoint = hasHit && strike.type === 'kill at a point';
      count(this.kills, atPoint ? strike.point : 'any time');
    }
  }
}
