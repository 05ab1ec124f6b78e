import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from './BackendProcess';
import { Point } from './points';
import { Random } from './random';
import { Site, Slot } from './Site';
import { Strike } from './strikes';

/** How long a point may take to be passed. */
const PATIENCE_MS = 6_000;
/** A backend that is asked to stop and does not has failed. */
const STOP_MS = 15_000;
/** A SQLite file may grow by so many pages once its disk is full. */
const LAST_PAGES = 3;

/** Strikes the backend of a slot, and sees to it that there is one again. */
export class Striker {
  constructor(
    private readonly site: Site,
    private readonly slot: Slot,
    private readonly random: Random,
    /** Hears which point is waited for: runs may be launched that lead to it. */
    private readonly onWaiting: (point: Point) => void = () => {},
  ) {}

  /** Starts a backend where none lives. */
  async revive(): Promise<void> {
    while (!this.slot.backend?.isAlive) {
      await this.site.look();
      await this.site.start(this.slot);
    }
  }

  /** Sees to it that there is a backend whose clock is right: one that has just started has such a one. */
  async setClockRight(): Promise<void> {
    await this.revive();
    try {
      await this.#backend.ask({ type: 'shiftClock', offsetMs: 0 });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (this.#backend.isAlive) await this.#kill();
      await this.revive();
    }
  }

  /** @returns whether it has hit, and not waited in vain for its point */
  async strike(strike: Strike): Promise<boolean> {
    try {
      return await this.#carryOut(strike);
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    } finally {
      this.slot.isStruck = false;
    }
  }

  async #carryOut(strike: Strike): Promise<boolean> {
    if (strike.type === 'kill at a point') {
      return this.#killAt(strike.point, strike.occurrence);
    }
    await this.revive();
    if ('afterMs' in strike) await sleep(strike.afterMs);
    switch (strike.type) {
      case 'kill at any time':
        await this.#kill();
        return true;
      case 'stop in good order':
        await this.stop();
        return true;
      case 'freeze':
        this.slot.isStruck = true;
        this.#backend.signal('SIGSTOP');
        await this.#thaw(strike.forMs);
        return true;
      case 'freeze at a point':
        return this.#freezeAt(strike);
      case 'fill the disk':
        return this.#fillDisk(strike.forMs);
      case 'shift the clock':
        await this.#backend.ask({
          type: 'shiftClock',
          offsetMs: strike.offsetMs,
        });
        return true;
      default:
        return this.#strikeConnections(strike);
    }
  }

  /** Asks the backend to stop, and waits until it has. */
  async stop(): Promise<void> {
    const backend = this.#backend;
    this.slot.isStruck = true;
    backend.signal('SIGTERM');
    const ended = await Promise.race([
      backend.exited,
      sleep(STOP_MS, undefined, { ref: false }),
    ]);
    if (!ended) throw new Error('The backend does not stop');
    if (ended.code !== 0 && this.site.hitsOf(backend).length === 0) {
      throw new Error(
        `The backend has stopped with ${JSON.stringify(ended)}: ${
          backend.stderr
        }`,
      );
    }
  }

  async #killAt(point: Point, occurrence: number): Promise<boolean> {
    const tripwire = { point, occurrence, deed: 'kill' as const };
    const isAtStart =
      ['start.migrating', 'worker.registering'].includes(point) ||
      (this.site.isSqlite && point === 'reap.removed');
    if (isAtStart && this.slot.backend?.isAlive) await this.#kill();
    if (this.slot.backend?.isAlive) {
      await this.#backend.ask({ type: 'arm', tripwire });
    } else {
      await this.site.look();
      await this.site.start(this.slot, tripwire);
    }
    const backend = this.#backend;
    this.onWaiting(point);
    if (point.startsWith('release.')) {
      await sleep(this.random.integer(100, 600));
      if (point !== 'release.begun') await this.#untilItHoldsRuns();
      await this.stop();
    } else {
      await Promise.race([
        backend.exited,
        sleep(PATIENCE_MS, undefined, { ref: false }),
      ]);
    }
    const hasHit = this.site.hitsOf(backend).at(-1)?.point === point;
    if (hasHit) await backend.exited;
    else if (backend.isAlive) await this.#kill();
    return hasHit;
  }

  /** Who holds nothing has nothing to let go. */
  async #untilItHoldsRuns(): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if (await this.#backend.ask<boolean>({ type: 'holdsRuns' })) return;
      await sleep(20);
    }
  }

  async #kill(): Promise<void> {
    this.slot.isStruck = true;
    await this.#backend.kill();
  }

  async #freezeAt(
    strike: Extract<Strike, { type: 'freeze at a point' }>,
  ): Promise<boolean> {
    const { point, occurrence, forMs } = strike;
    const backend = this.#backend;
    const before = this.site.hitsOf(backend).length;
    await backend.ask({
      type: 'arm',
      tripwire: { point, occurrence, deed: 'stop' },
    });
    this.onWaiting(point);
    for (let waited = 0; waited < PATIENCE_MS; waited += 25) {
      if (this.site.hitsOf(backend).length > before) {
        this.slot.isStruck = true;
        await this.#thaw(forMs);
        return true;
      }
      await sleep(25);
    }
    await backend.ask({ type: 'arm', tripwire: null });
    return false;
  }

  async #thaw(afterMs: number): Promise<void> {
    await sleep(afterMs);
    this.#backend.signal('SIGCONT');
  }

  async #fillDisk(forMs: number): Promise<boolean> {
    const { disk } = this.site.options;
    if (disk) {
      disk.fill();
      await sleep(forMs);
      disk.free();
      return true;
    }
    await this.#backend.ask({ type: 'limitDisk', pages: LAST_PAGES });
    await sleep(forMs);
    await this.#backend.ask({ type: 'limitDisk', pages: null });
    return true;
  }

  async #strikeConnections(
    strike: Extract<
      Strike,
      { type: `${string} connections` | 'cut a statement' }
    >,
  ): Promise<boolean> {
    const proxy = this.slot.proxy!;
    switch (strike.type) {
      case 'reset connections':
        proxy.reset();
        return true;
      case 'refuse connections':
        this.slot.isStruck = true;
        proxy.refuse();
        await sleep(strike.forMs);
        proxy.open();
        return true;
      case 'stall connections':
        this.slot.isStruck = true;
        proxy.stall();
        await sleep(strike.forMs);
        if (strike.ends === 'reset') proxy.reset();
        proxy.open();
        return true;
      default: {
        const cut = await Promise.race([
          proxy.cutAt(strike.statement, strike.moment).then(() => true),
          sleep(PATIENCE_MS, false, { ref: false }),
        ]);
        proxy.cutNothing();
        return cut;
      }
    }
  }

  get #backend() {
    return this.slot.backend!;
  }
}
