import { Knex } from 'knex';
import { AlertEnd } from 'backstage-plugin-workflow-runs-common';
import { NotificationsConfig } from '../notifications/config';
import { Content } from '../notifications/Order';
import { writeOrder } from '../notifications/Outbox';
import { ToldRun } from '../notifications/Wording';
import { StoredRule } from './AlertStore';
import { writeEpisodes } from './episodes';
import { AlertEffect, Reading } from './machine';
import { writeMessages } from './messages';
import { endedTitle, expiredContent, firingContent, scopeOf } from './wording';

/** What is told of a rule is about no single run. */
const NO_RUN: ToldRun = {
  id: '',
  workflowId: '',
  tenantId: '',
  title: '',
  environment: '',
  backfill: false,
  ownerRef: null,
  ownerRefs: [],
};

/**
 * Writes down what follows from a rule: its history, who is told of it, and which webhook. All of it in the
 * transaction that says where the rule stands, so that each of it happens once; it is sent later.
 */
export class AlertTeller {
  constructor(
    private readonly options: {
      config: Pick<NotificationsConfig, 'enabled' | 'topics' | 'resolutions'>;
    },
  ) {}

  async write(
    trx: Knex.Transaction,
    rule: StoredRule,
    effects: readonly AlertEffect[],
    circumstances: {
      at: number;
      reading: Pick<Reading, 'value' | 'runs'>;
      by?: { ref: string; note: string | null };
    },
  ): Promise<void> {
    const { at, reading, by } = circumstances;
    const { threshold } = rule.content;
    await writeEpisodes(trx, effects, {
      rule: { id: rule.id, threshold },
      at,
      by,
    });
    for (const effect of effects) {
      if (effect.type === 'tell') {
        await this.#tell(trx, {
          scope: scopeOf(rule, effect.id),
          content: firingContent(rule, reading, effect.isReminder),
          recipients: await recipientsOf(trx, rule),
          at,
        });
      }
      if (effect.type === 'close' && effect.wasTold) {
        await this.#settle(trx, rule, effect, at, by?.ref);
      }
    }
    await writeMessages(trx, rule, effects, { at, reading });
  }

  /** Tells whoever saved a rule that it is not evaluated any more. */
  async tellExpired(
    trx: Knex.Transaction,
    rule: StoredRule,
    at: number,
  ): Promise<void> {
    await this.#tell(trx, {
      scope: `alert-rule:${rule.id}:${rule.revision}`,
      content: expiredContent(rule),
      recipients: [rule.updatedBy],
      at,
    });
  }

  async #tell(
    trx: Knex.Transaction,
    told: { scope: string; content: Content; recipients: string[]; at: number },
  ): Promise<void> {
    const { enabled, topics } = this.options.config;
    if (!enabled || !topics.alert) return;
    const { at, ...order } = told;
    await writeOrder(
      trx,
      { type: 'tell', topic: 'alert', toWatchers: false, actors: [], ...order },
      NO_RUN,
      { now: at, position: 0, resolutions: true },
    );
  }

  async #settle(
    trx: Knex.Transaction,
    rule: StoredRule,
    { id, end }: { id: string; end: AlertEnd },
    at: number,
    actor: string | undefined,
  ): Promise<void> {
    await writeOrder(
      trx,
      {
        type: 'settle',
        scope: scopeOf(rule, id),
        title: endedTitle(rule, end),
        actors: actor === undefined ? [] : [actor],
      },
      NO_RUN,
      {
        now: at,
        position: 0,
        resolutions: this.options.config.resolutions,
      },
    );
  }
}

/**
 * Whom a rule tells: those it names, or else the owners of its workflows. The workflows of a view may be many
 * people's: then it is whoever saved the rule.
 */
async function recipientsOf(
  trx: Knex.Transaction,
  { content: { recipients, scope }, compiled, updatedBy }: StoredRule,
): Promise<string[]> {
  if (recipients.length > 0) return recipients;
  if ('viewId' in scope) return [updatedBy];
  const owners: string[] = await trx('workflow_owners')
    .join('workflows', 'workflows.id', 'workflow_owners.workflow_id')
    .where(any => {
      any.whereRaw('1 = 0');
      for (const ref of compiled.filter.workflow ?? []) {
        const [engine, ...name] = ref.split('/');
        any.orWhere({
          'workflows.engine': engine,
          'workflows.name': name.join('/'),
        });
      }
    })
    .distinct('owner_ref')
    .pluck('owner_ref');
  return owners.length > 0 ? owners.sort() : [updatedBy];
}
