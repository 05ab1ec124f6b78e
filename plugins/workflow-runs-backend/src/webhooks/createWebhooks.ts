import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { OutgoingRequests, Resolve } from '../outgoing/OutgoingRequests';
import { Redactor } from '../privacy/Redactor';
import { Sealer } from '../sealing/Sealer';
import { SavedViews } from '../views/SavedViews';
import { WebhooksConfig } from './config';
import { Deliverer, READ_BYTES } from './Deliverer';
import { Deliveries } from './Deliveries';
import { DeliveryQueue } from './DeliveryQueue';
import { Lanes } from './Lanes';
import { OnAttempt } from './LaneRun';
import { OwnerNotices } from './OwnerNotices';
import { Upkeep } from './Upkeep';
import { WebhookQueue } from './WebhookQueue';
import { WebhookReader } from './WebhookReader';
import { Webhooks } from './Webhooks';
import { WebhookSender } from './WebhookSender';
import { WebhookStore } from './WebhookStore';
import { WebhookVault } from './WebhookVault';

/** How long a backend is waited for that has died while it delivered, in milliseconds. */
const LEASE_MS = 30_000;

/** Puts together what changes webhooks, what fills their queues, and what delivers. */
export function createWebhooks(options: {
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  logger: LoggerService;
  config: WebhooksConfig;
  sealer: Sealer;
  redactor: Redactor;
  views: SavedViews;
  /** Undefined where nobody is to be told anything. */
  notifications: NotificationService | undefined;
  onAttempt: OnAttempt;
  /** The DNS of the system where it is left out. */
  resolve?: Resolve;
  leaseMs?: number;
  random?: () => number;
}) {
  const { knex, config, leaseMs = LEASE_MS, random = Math.random } = options;
  const timeoutMs = config.timeoutSeconds * 1_000;
  const requests = new OutgoingRequests(
    {
      allow: config.allow,
      maxBytes: READ_BYTES,
      timeoutMs,
      // What would arrive elsewhere is not what was signed for here, and most redirects drop what is posted.
      maxRedirects: 0,
    },
    options.resolve,
  );
  const store = new WebhookStore(knex);
  const vault = new WebhookVault(options);
  const deliverer = new Deliverer({ ...options, requests, vault, timeoutMs });
  const lanes = new Lanes({ ...options, owner: newId('sender'), leaseMs });
  const queue = new DeliveryQueue({ ...options, lanes });
  const notices = new OwnerNotices(options);
  const upkeep = new Upkeep({ ...options, queue, vault, ...config });
  return {
    notices,
    upkeep,
    webhooks: new Webhooks({ ...options, store, vault, requests }),
    deliveries: new Deliveries({ ...options, deliverer }),
    queue: new WebhookQueue(options),
    reader: new WebhookReader(options),
    sender: new WebhookSender({
      ...options,
      random,
      store,
      lanes,
      queue,
      deliverer,
      notices,
      upkeep,
    }),
    close: () => requests.close(),
  };
}
