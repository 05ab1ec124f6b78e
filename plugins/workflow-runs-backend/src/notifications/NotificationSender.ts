import { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { LeasedChores } from '../engine/LeasedChores';
import { Watchers } from '../watching/Watchers';
import { NotificationsConfig } from './config';
import { Content } from './Order';
import {
  dropBefore,
  Due,
  dueBy,
  forgetOld,
  markSent,
  toldAlone,
} from './Outbox';
import { episodeContent } from './episodeContent';
import { Flood } from './Flood';

const LEASE = 'notification-sender';
const LEASE_MS = 60_000;
const ROUND_MS = 1_000;
const FORGET_MS = 60 * 60_000;
const MINUTE_MS = 60_000;
/** Looked at in one round. */
const BATCH = 200;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
/** As long as the log is kept: what is older is no news. */
const DROP_MS = 14 * 86_400_000;
/** Where there is nothing to send to, that there will be soon is not likely. */
const DROP_UNDELIVERABLE_MS = 60 * 60_000;

/**
 * Sends what is to be said, from one backend at a time. A backend that dies between sending and writing that
 * down sends it again under the same scope: whoever was told has one notification all the same.
 */
export class NotificationSender {
  readonly #chores: LeasedChores;
  readonly #flood: Flood;
  /** When something was sent in the last minute. */
  #sentAt: number[] = [];
  #failures = 0;
  #restsUntil = 0;
  /** What the log has said last, so that it is not said again every minute. */
  #said = '';

  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      owner: string;
      notifications: NotificationService;
      watchers: Pick<Watchers, 'toTell'>;
      config: Pick<NotificationsConfig, 'perMinute'>;
      logger: LoggerService;
      now: () => number;
    },
  ) {
    this.#chores = new LeasedChores({
      ...options,
      name: LEASE,
      leaseMs: LEASE_MS,
      what: 'Notifications are sent',
    });
    this.#flood = new Flood(options.knex);
  }

  start(): void {
    this.#chores.every(ROUND_MS, () => this.round());
    this.#chores.every(FORGET_MS, () =>
      forgetOld(this.options.knex, this.options.now()),
    );
  }

  stop(): Promise<void> {
    return this.#chores.stop();
  }

  /** Sends what is due, where no other backend does, as far as the limit allows. */
  async round(): Promise<void> {
    const { knex, now, config, logger } = this.options;
    if (now() < this.#restsUntil) return;
    if ((await dueBy(knex, now(), 1)).length === 0) return;
    if (!(await this.#chores.mayGoOn())) return;
    const dropped = await dropBefore(knex, now() - DROP_MS);
    if (dropped > 0)
      logger.warn(`${dropped} notifications are too old to be sent`);
    const due = await this.#flood.gather(
      await dueBy(knex, now(), BATCH),
      now(),
    );
    for (const each of due) {
      this.#sentAt = this.#sentAt.filter(at => at > now() - MINUTE_MS);
      if (this.#sentAt.length >= config.perMinute) return;
      if (!(await this.#chores.mayGoOn())) return;
      if (!(await this.#deliver(each))) return;
    }
  }

  /** @returns whether to go on */
  async #deliver(due: Due): Promise<boolean> {
    const { knex, now, notifications } = this.options;
    const { recipients, excluded, content } = await this.#compose(due);
    if (!content || recipients.length === 0) {
      await markSent(knex, due, [], now());
      return true;
    }
    try {
      await notifications.send({
        recipients: {
          type: 'entity',
          entityRef: recipients,
          excludeEntityRef: excluded,
        },
        payload: { ...content, topic: due.topic, scope: due.scope },
      });
    } catch (error) {
      return this.#fail(error, due);
    }
    this.#sentAt.push(now());
    this.#succeed();
    await markSent(knex, due, recipients, now());
    this.#flood.sent(due, now());
    return true;
  }

  async #compose(due: Due): Promise<{
    recipients: string[];
    excluded: string[];
    content: Content | undefined;
  }> {
    const { knex, watchers, now } = this.options;
    const told = await toldAlone(knex, due);
    const excluded = [...due.actors, ...told].filter(isEntityRef);
    const isOver = due.isSettled && due.sentTo !== null;
    const wanted = isOver
      ? due.sentTo!
      : [
          ...due.recipients,
          ...(due.toWatchers ? await watchers.toTell(due.runId) : []),
        ];
    return {
      recipients: [...new Set(wanted)].filter(
        ref => isEntityRef(ref) && !excluded.includes(ref),
      ),
      excluded,
      content:
        due.fingerprint === null
          ? due.content
          : await episodeContent(knex, due, now()),
    };
  }

  /** @returns whether to go on */
  async #fail(error: unknown, due: Due): Promise<boolean> {
    const { knex, now, logger } = this.options;
    const status = Number(/status (\d{3})/.exec(String(error))?.[1]);
    if (status === 400) {
      // It would be refused again and again, and hold up all others.
      logger.warn(`A notification is not sent, '${due.scope}': ${error}`);
      await markSent(knex, due, [], now());
      return true;
    }
    this.#failures += 1;
    const wanted = FIRST_BACKOFF_MS * 2 ** Math.min(this.#failures - 1, 20);
    this.#restsUntil = now() + Math.min(wanted, LONGEST_BACKOFF_MS);
    if (status === 404) {
      this.#say(
        'info',
        'There is no notifications backend: nobody is notified of runs',
      );
      await dropBefore(knex, now() - DROP_UNDELIVERABLE_MS);
    } else {
      this.#say(
        'warn',
        `Notifications are sent later, up to 14 days: ${error}`,
      );
    }
    return false;
  }

  #succeed(): void {
    this.#failures = 0;
    if (this.#said !== '')
      this.options.logger.info('Notifications are sent again');
    this.#said = '';
  }

  #say(level: 'info' | 'warn', message: string): void {
    if (this.#said === message) return;
    this.#said = message;
    this.options.logger[level](message);
  }
}

/** One that is none would make the notifications backend refuse all that are told with it. */
function isEntityRef(ref: string): boolean {
  try {
    parseEntityRef(ref);
    return true;
  } catch {
    return false;
  }
}
