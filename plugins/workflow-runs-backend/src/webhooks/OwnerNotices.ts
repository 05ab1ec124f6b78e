import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { plain } from '../notifications/plain';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Notice } from './WebhookStore';

type Content = {
  title: string;
  description: string;
  severity: 'high' | 'normal';
};

const SAID: Record<Notice, (name: string) => Content> = {
  gone: name => ({
    title: `The webhook ${name} is off`,
    description: 'Its receiver has answered that it is gone for good',
    severity: 'high',
  }),
  given_up: name => ({
    title: `The webhook ${name} is off`,
    description: 'Its receiver could not be reached for days',
    severity: 'high',
  }),
  expired: name => ({
    title: `The webhook ${name} is off`,
    description:
      'Nobody has confirmed for 90 days which runs it may tell of: save it anew to go on',
    severity: 'high',
  }),
  expiring: name => ({
    title: `The webhook ${name} will be off in a week`,
    description: 'Save it anew to confirm which runs it may tell of',
    severity: 'normal',
  }),
};

/** Tells the owners of webhooks that these are off, or soon will be. */
export class OwnerNotices {
  constructor(
    private readonly options: {
      knex: Knex;
      /** Undefined where nobody is to be told anything. */
      notifications: NotificationService | undefined;
      logger: LoggerService;
    },
  ) {}

  /** Where it does not arrive, it is sent again in the next round: under the same scope it is one notification. */
  async send(): Promise<void> {
    const { knex, notifications, logger } = this.options;
    const rows: DatabaseRow[] = await knex('webhooks')
      .whereNotNull('notice')
      .select('id', 'name', 'notice', 'owner_ref');
    for (const { id, name, notice, owner_ref } of rows) {
      const content = SAID[notice as Notice](plain(name));
      if (notice !== 'expiring')
        logger.warn(`${content.title} ('${id}'): ${content.description}`);
      try {
        await notifications?.send({
          recipients: { type: 'entity', entityRef: owner_ref },
          payload: {
            ...content,
            link: `/workflow-runs/settings/webhooks?webhook=${id}`,
            topic: 'webhook-off',
            scope: `webhook:${id}:off`,
          },
        });
      } catch (error) {
        // There is no notifications backend, or it takes no such owner: the next time would be no better.
        if (!/status 40[04]/.test(String(error))) throw error;
        logger.warn(`The owner of the webhook '${id}' is not told: ${error}`);
      }
      await knex('webhooks').where({ id, notice }).update({ notice: null });
    }
  }
}
