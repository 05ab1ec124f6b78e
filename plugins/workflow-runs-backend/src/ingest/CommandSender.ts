import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Chores } from '../engine/Chores';
import { OutgoingRequests } from '../outgoing/OutgoingRequests';
import { DatabaseRow } from '../queries/DatabaseRow';
import { verdictOn, verdictOnError } from '../webhooks/answers';
import { bodyOf } from '../webhooks/messages';
import { nextTry } from '../webhooks/retry';
import { signedHeaders } from '../webhooks/signature';
import { commandToWire } from './commandToWire';
import { IngestEngine } from './IngestEngine';
import { IngestCommands } from './IngestCommands';

const ROUND_MS = 500;
const EXPIRE_MS = 2_000;
/** Those that are posted at the same time. */
const AT_ONCE = 10;
/** How long another backend is waited for that has died while it posted. */
const LEASE_MS = 30_000;

/** Posts commands to engines that have an address, until they have them; and gives up what nobody answers. */
export class CommandSender {
  readonly #chores: Chores;
  readonly #stopping = new AbortController();

  constructor(
    private readonly options: {
      knex: Knex;
      engine: IngestEngine;
      commands: IngestCommands;
      requests: OutgoingRequests;
      timeoutMs: number;
      now: () => number;
      logger: LoggerService;
      random?: () => number;
    },
  ) {
    this.#chores = new Chores(error =>
      options.logger.warn(`Engines are told of commands later: ${error}`),
    );
  }

  start(): void {
    const { commands, engine } = this.options;
    if (engine.hasWebhooks()) this.#chores.every(ROUND_MS, () => this.round());
    this.#chores.every(EXPIRE_MS, () => commands.expire());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#chores.stop();
    await this.#chores.idle();
    await this.options.requests.close();
  }

  /** Posts what is due. */
  async round(): Promise<void> {
    const rows = await this.options.commands.due(AT_ONCE);
    await Promise.all(rows.map(row => this.#post(row)));
  }

  async #post(row: DatabaseRow): Promise<void> {
    const {
      engine,
      commands,
      requests,
      now,
      random = Math.random,
    } = this.options;
    const webhook = engine.commandsOf(row.engine_instance)?.webhook;
    if (!webhook || !(await this.#claim(row))) return;
    const at = now();
    const message = {
      id: row.action_id,
      payload: bodyOf('ingest.command', Number(row.requested_at), {
        ...commandToWire(row),
      }),
    };
    const verdict = await requests
      .send(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'backstage-workflow-runs',
          ...signedHeaders(message, [webhook.secret], at),
        },
        body: message.payload,
        signal: this.#stopping.signal,
      })
      .then(answer => verdictOn(answer, now()))
      .catch(error => verdictOnError(error, this.options.timeoutMs));
    if (verdict.problem === null) {
      await commands.taken([row]);
      return;
    }
    if (this.#stopping.signal.aborted) return;
    const next = nextTry({
      tries: row.tries + 1,
      since: Number(row.requested_at),
      now: now(),
      askedFor: verdict.askedFor,
      random: random(),
    });
    await this.options
      .knex('ingest_commands')
      .where({ action_id: row.action_id })
      .update({ next_try_at: next ?? null, problem: verdict.problem });
  }

  /** One backend posts it; where that one dies, another does once the lease is over. */
  async #claim({ action_id: id, next_try_at: due, tries }: DatabaseRow) {
    const claimed = await this.options
      .knex('ingest_commands')
      .where({ action_id: id, next_try_at: due })
      .update({
        next_try_at: this.options.now() + LEASE_MS,
        tries: tries + 1,
      });
    return claimed === 1;
  }
}
