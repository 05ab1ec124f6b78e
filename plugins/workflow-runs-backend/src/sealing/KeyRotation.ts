import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { Chores } from '../engine/Chores';
import { giveTaskLease, takeTaskLease } from '../engine/taskLease';
import { countDataKeys, dataKeysOf, replaceDataKeys } from './dataKeys';
import { Sealer, WrappedKey } from './Sealer';

const LEASE_MS = 60_000;
/** Few enough for each transaction to be short. */
const BATCH = 50;
const ROUND_MS = 60_000;

/**
 * Wraps data keys anew that an older key wraps, so that the older one can be taken out of the
 * configuration. It may be interrupted at any moment: what is done is done, and the rest is found
 * by the next round, of whichever backend.
 */
export class KeyRotation {
  /** Who holds it is at it. */
  static readonly LEASE = 'key-rotation';
  readonly #chores: Chores;
  #isStopping = false;
  /** What the log has said last, so that it is not said again every minute. */
  #said = '';

  constructor(
    private readonly options: {
      knex: Knex;
      sealer: Sealer;
      clock: LeaseClock;
      /** Who takes the lease. */
      owner: string;
      logger: LoggerService;
      roundMs?: number;
    },
  ) {
    this.#chores = new Chores(error =>
      options.logger.warn(`Data keys are wrapped anew later: ${error}`),
    );
  }

  start(): void {
    this.#chores.every(this.options.roundMs ?? ROUND_MS, () => this.round());
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#chores.stop();
    await this.#chores.idle();
  }

  /** Wraps all that can be wrapped anew, where no other backend is at it. */
  async round(): Promise<void> {
    const { knex, sealer, owner } = this.options;
    const before = await countDataKeys(knex, sealer.activeKeyId);
    if (before.size === 0 && this.#said === '') return;
    if (!(await this.#keepLease())) return;
    try {
      this.#announce(before);
      for (const keyId of before.keys()) {
        if (sealer.keyIds.includes(keyId)) await this.#rewrapAll(keyId);
      }
      this.#report(await countDataKeys(knex, sealer.activeKeyId), before);
    } finally {
      await giveTaskLease(knex, { name: KeyRotation.LEASE, owner });
    }
  }

  async #rewrapAll(keyId: string): Promise<void> {
    const { knex, sealer } = this.options;
    let after = '';
    while (!this.#isStopping) {
      const page = await dataKeysOf(knex, keyId, { after, limit: BATCH });
      if (page.length === 0 || !(await this.#keepLease())) return;
      const rewrapped = new Map<string, WrappedKey>();
      for (const { runId, content } of page) {
        try {
          rewrapped.set(runId, sealer.rewrap(runId, { keyId, content }));
        } catch {
          // It was wrapped with another secret: it counts among those that are left.
        }
      }
      await replaceDataKeys(knex, keyId, rewrapped);
      after = page[page.length - 1].runId;
    }
  }

  #keepLease(): Promise<boolean> {
    const { knex, clock, owner } = this.options;
    return takeTaskLease(knex, clock, {
      name: KeyRotation.LEASE,
      owner,
      leaseMs: LEASE_MS,
    });
  }

  #announce(before: ReadonlyMap<string, number>) {
    const { sealer, logger } = this.options;
    for (const [keyId, count] of before) {
      if (count > BATCH && sealer.keyIds.includes(keyId)) {
        logger.info(
          `The values of ${count} runs are sealed with key '${keyId}': wrapping them anew with '${sealer.activeKeyId}'`,
        );
      }
    }
  }

  #report(
    left: ReadonlyMap<string, number>,
    before: ReadonlyMap<string, number>,
  ) {
    const { sealer, logger } = this.options;
    const lines: [isBad: boolean, line: string][] = [];
    for (const keyId of before.keys()) {
      if (!left.has(keyId)) {
        lines.push([
          false,
          `No run is sealed with key '${keyId}' any more: once every backend has '${sealer.activeKeyId}' as its first key, '${keyId}' can be taken out of workflowRuns.encryption.keys`,
        ]);
      }
    }
    for (const [keyId, count] of left) {
      const why = sealer.keyIds.includes(keyId)
        ? 'and could not be wrapped anew yet'
        : 'which workflowRuns.encryption.keys does not hold';
      lines.push([
        true,
        `The values of ${count} runs are sealed with key '${keyId}', ${why}`,
      ]);
    }
    const said = lines.map(([, line]) => line).join('\n');
    if (said === this.#said) return;
    this.#said = said;
    for (const [isBad, line] of lines) {
      if (isBad) logger.warn(line);
      else logger.info(line);
    }
  }
}
