import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import {
  RunFact,
  SavedView,
  WebhookRequest,
  webhookRequestSchema,
} from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../../__testUtils__/appendRuns';
import { TestDatabase } from '../../__testUtils__/databases';
import { newRun } from '../../__testUtils__/newRun';
import { silentLogger } from '../../__testUtils__/silentLogger';
import { testPrivacy } from '../../__testUtils__/testPrivacy';
import { LeaseClock } from '../../database/clock';
import { Resolve } from '../../outgoing/OutgoingRequests';
import { Visibility } from '../../queries/condition';
import { readEvents } from '../../readers/LogEvent';
import { Recorder } from '../../recorder/Recorder';
import { Sealer } from '../../sealing/Sealer';
import { SavedViews } from '../../views/SavedViews';
import { WebhooksConfig, webhooksConfigSchema } from '../config';
import { createWebhooks } from '../createWebhooks';
import { WebhookCaller } from '../Webhooks';

export const ADMIN: WebhookCaller = {
  ref: 'user:default/admin',
  isUser: true,
  ownershipRefs: ['user:default/admin'],
  readable: 'all',
};

type Backend = ReturnType<typeof createWebhooks>;

/** Webhooks on a database, with a clock that is set by hand. */
export class WebhookWorld {
  readonly knex: Knex;
  readonly recorder: Recorder;
  readonly main: Backend;
  readonly told: NotificationSendOptions[] = [];
  readonly said: string[] = [];
  readonly #backends: Backend[] = [];
  now = Date.now();
  /** The views of everybody. */
  views: Pick<SavedView, 'id' | 'name' | 'filter'>[] = [];
  #position = 0;
  #runs = 0;

  static async start(
    database: TestDatabase,
    options: {
      config?: Partial<WebhooksConfig>;
      resolve?: Resolve;
      clock?: LeaseClock;
    } = {},
  ): Promise<WebhookWorld> {
    const { knex } = database;
    for (const table of [
      'webhook_attempts',
      'webhook_deliveries',
      'webhook_messages',
      'webhook_lanes',
      'webhook_secrets',
      'webhooks',
    ])
      await knex(table).delete();
    await knex('workflows')
      .insert({
        id: 'wfl_1',
        engine: 'embedded',
        engine_instance: 'embedded',
        name: 'orders',
        title: 'Orders',
        version: '1',
        created_at: 1,
        updated_at: 1,
      })
      .onConflict('id')
      .ignore();
    const world = new WebhookWorld(database, options);
    const head = await knex('log_head').first();
    world.#position = Number(head.position);
    return world;
  }

  private constructor(
    database: TestDatabase,
    private readonly options: {
      config?: Partial<WebhooksConfig>;
      resolve?: Resolve;
      clock?: LeaseClock;
    },
  ) {
    this.knex = database.knex;
    this.recorder = recorderOn(database.lane);
    this.main = this.another();
  }

  /** Another backend on the same database. */
  another(leaseMs = 30_000): Backend {
    const { config, resolve, clock } = this.options;
    const backend = createWebhooks({
      knex: this.knex,
      clock: clock ?? (async () => this.now),
      now: () => this.now,
      logger: silentLogger(message => this.said.push(message)),
      config: webhooksConfigSchema.parse({ perSecond: 10_000, ...config }),
      sealer: new Sealer([{ id: 'test', secret: 'a secret of the tests' }]),
      redactor: testPrivacy().withoutRun,
      views: {
        get: async (id: string) => {
          const view = this.views.find(each => each.id === id);
          if (view) return view;
          throw Object.assign(new Error(), { name: 'NotFoundError' });
        },
      } as unknown as SavedViews,
      notifications: {
        send: async options => void this.told.push(options),
      },
      onAttempt: () => {},
      resolve,
      leaseMs,
      random: () => 0.5,
    });
    this.#backends.push(backend);
    return backend;
  }

  async stop(): Promise<void> {
    for (const backend of this.#backends) {
      await backend.sender.stop();
      await backend.close();
    }
  }

  /** @returns its id, and the secret that it signs with */
  async hook(
    draft: Partial<WebhookRequest> & { url: string },
    readable: Visibility = 'all',
  ): Promise<{ id: string; secret: string; version: number }> {
    const { webhook, secret } = await this.main.webhooks.create(
      webhookRequestSchema.parse({ name: 'Hook', ...draft }),
      { ...ADMIN, readable },
    );
    return { id: webhook.id, secret: secret!, version: webhook.version };
  }

  async launch(create: object = {}, mode?: 'import'): Promise<string> {
    this.#runs += 1;
    const runId = `run_${this.#position}_${this.#runs}`;
    await this.recorder.commit(newRun(runId, { at: this.now, create }));
    if (mode)
      await this.knex('run_events').where({ run_id: runId }).update({ mode });
    return runId;
  }

  async record(
    runId: string,
    type: RunFact['type'] = 'run.started',
    more: object = {},
  ): Promise<void> {
    const fact = { at: this.now, generation: 0, from: 'queued', fromMs: 0 };
    await this.recorder.commit({
      runId,
      facts: [{ ...fact, type, ...more } as RunFact],
    });
  }

  /** What can be told of a run as often as one likes. */
  async note(runId: string, number: number): Promise<void> {
    const actionId = `${number}`;
    await this.record(runId, 'action.completed', { actionId, action: 'tag' });
  }

  /** Reads on as the log reader does. */
  async read(): Promise<void> {
    for (;;) {
      const events = await readEvents(this.knex, this.#position, 200);
      if (events.length === 0) return;
      for await (const write of this.main.reader.handle(events))
        await this.knex.transaction(trx => write(trx));
      this.#position = events[events.length - 1].position;
    }
  }

  /** Reads on, and delivers what is due. */
  async deliver(backend = this.main): Promise<void> {
    await this.read();
    await backend.sender.round();
    await backend.sender.idle();
  }

  /** The same, some time later. */
  async later(ms: number): Promise<void> {
    this.now += ms;
    await this.deliver();
  }

  async deliveries(webhookId: string) {
    const { items } = await this.main.deliveries.list(
      webhookId,
      { limit: 200 },
      'all',
    );
    return items;
  }
}
