import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Point } from '../points';

/** What happens to the process at a point: it dies, or it stands still until it is continued. */
export type Deed = 'kill' | 'stop';

/** A point to strike at, when it is passed for the nth time from now on. */
export interface Tripwire {
  point: Point;
  occurrence: number;
  deed: Deed;
}

/** That a tripwire was hit; written before the deed, which leaves no time to say anything. */
export interface Hit {
  pid: number;
  point: Point;
  deed: Deed;
}

/** Strikes the process that it lives in. Everything that passes a point tells it. */
export class Tripwires {
  #armed: Tripwire | null = null;
  #left = 0;

  constructor(private readonly journal: string) {}

  arm(tripwire: Tripwire | null) {
    this.#armed = tripwire;
    this.#left = tripwire?.occurrence ?? 0;
  }

  readonly pass = (point: Point): void => {
    if (this.due(point)) this.strike();
  };

  /** Counts a passage; says whether it is the one to strike at. */
  due(point: Point): boolean {
    if (this.#armed?.point !== point) return false;
    this.#left -= 1;
    return this.#left === 0;
  }

  strike(): void {
    const { deed } = this.record();
    if (deed === 'stop') {
      process.kill(process.pid, 'SIGSTOP');
      return;
    }
    process.kill(process.pid, 'SIGKILL');
    neverReturn();
  }

  /** Writes down that it happens now, for those who let somebody else do the deed. */
  record(): Hit {
    const { point, deed } = this.#armed!;
    const hit: Hit = { pid: process.pid, point, deed };
    appendFileSync(this.journal, `${JSON.stringify(hit)}\n`);
    return hit;
  }
}

/** Nothing may run between the signal and its delivery. */
export function neverReturn(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

export function readHits(journal: string): Hit[] {
  if (!existsSync(journal)) return [];
  const lines = readFileSync(journal, 'utf8').split('\n');
  return lines.filter(Boolean).map(line => JSON.parse(line));
}
