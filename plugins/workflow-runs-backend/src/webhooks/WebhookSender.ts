import { LoggerService } from '@backstage/backend-plugin-api';
import { Chores } from '../engine/Chores';
import { LaneLost, Lanes } from './Lanes';
import { LaneOptions, LaneRun } from './LaneRun';
import { OwnerNotices } from './OwnerNotices';
import { Upkeep } from './Upkeep';

const ROUND_MS = 500;
const NOTICE_MS = 5_000;
const UPKEEP_MS = 60_000;

/**
 * Delivers for all webhooks that no other backend delivers for, each in a lane of its own. A backend that dies
 * leaves its lanes to others once their leases are over: what it had sent and not written down is sent again.
 */
export class WebhookSender {
  readonly #chores: Chores;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  /** What the log has said last of each, so that it is not said again all the time. */
  readonly #said = new Map<string, string>();

  constructor(
    private readonly options: LaneOptions & {
      logger: LoggerService;
      lanes: Lanes;
      notices: OwnerNotices;
      upkeep: Upkeep;
    },
  ) {
    this.#chores = new Chores(error => this.#say('', error));
  }

  start(): void {
    const { notices, upkeep } = this.options;
    this.#chores.every(ROUND_MS, () => this.round());
    this.#chores.every(NOTICE_MS, () => notices.send());
    this.#chores.every(UPKEEP_MS, () => upkeep.run(this.#stopping.signal));
  }

  /** What is under way is cut off, and sent again by whoever is next. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#chores.stop();
    await this.#chores.idle();
    await this.idle();
  }

  /** Begins to deliver where something is due; a lane that is busy goes on as it is. */
  async round(): Promise<void> {
    for (const id of await this.options.lanes.due()) {
      if (this.#stopping.signal.aborted) return;
      if (this.#running.has(id)) continue;
      const running = this.#work(id)
        .catch(error => this.#say(id, error))
        .finally(() => this.#running.delete(id));
      this.#running.set(id, running);
    }
    this.#said.delete('');
  }

  /** Settles once nothing is delivered any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #work(webhookId: string): Promise<void> {
    const { lanes } = this.options;
    const lane = await lanes.claim(webhookId);
    if (!lane) return;
    try {
      await new LaneRun(lane, this.options, this.#stopping.signal).run();
      this.#said.delete(webhookId);
    } finally {
      await lanes.give(lane);
    }
  }

  #say(webhookId: string, error: unknown): void {
    if (error instanceof LaneLost) return;
    const said = webhookId
      ? `The webhook '${webhookId}' is delivered for later: ${error}`
      : `Webhooks are delivered later: ${error}`;
    if (this.#said.get(webhookId) === said) return;
    this.#said.set(webhookId, said);
    this.options.logger.warn(said);
  }
}
