import {
  aSavedView,
  aWebhook,
  aWebhookDelivery,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PageContent } from '../../../src/layout/PageContent';
import { WebhooksPage } from '../../../src/webhooks/WebhooksPage';
import { inTurn, lookAgain, press, see, type } from '../acts';
import { but, portal } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';

const iso = (ageS: number) => new Date(Date.now() - ageS * 1_000).toISOString();
const OPEN = 'webhook=whk_1';

const recent = aWebhook({
  createdAt: iso(86_400 * 20),
  updatedAt: iso(86_400 * 3),
  trustedUntil: iso(-86_400 * 87),
  secrets: [{ id: 'sec_1', createdAt: iso(86_400 * 20), expiresAt: null }],
  lastDelivery: { at: iso(40), state: 'delivered', status: 204 },
});
const rotating = {
  ...recent,
  description: 'Tells the release board what has been deployed',
  view: { id: 'view_1', name: 'Failed in production' },
  headers: ['Authorization', 'X-Environment'],
  trustedUntil: iso(-86_400 * 5),
  secrets: [
    { id: 'sec_2', createdAt: iso(3_600), expiresAt: null },
    { id: 'sec_1', createdAt: iso(86_400 * 20), expiresAt: iso(-82_800) },
  ],
};

const failed = aWebhookDelivery({
  messageId: 'msg_01JDA9V8Q3N8Y4K2',
  eventType: 'run.failed',
  runId: 'run_01JDA9TZ7Q3N8Y4K2',
  state: 'pending',
  createdAt: iso(300),
  dueAt: iso(-45),
  endedAt: null,
  attempts: 3,
  status: 503,
  problem: 'It answered 503',
  payload: JSON.stringify({
    type: 'run.failed',
    timestamp: iso(300),
    data: { run: { id: 'run_01JDA9TZ7Q3N8Y4K2', title: 'Trial activation' } },
  }),
  history: [
    {
      number: 3,
      at: iso(20),
      durationMs: 1_204,
      status: 503,
      problem: 'It answered 503',
      responseHeaders: { server: 'nginx', 'retry-after': '60' },
      responseBody: '<html><body>Service Temporarily Unavailable</body></html>',
      isCut: true,
    },
    {
      number: 2,
      at: iso(65),
      durationMs: 10_000,
      status: null,
      problem: 'No answer within 10 s',
      responseHeaders: {},
      responseBody: '',
      isCut: false,
    },
    {
      number: 1,
      at: iso(80),
      durationMs: 12,
      status: null,
      problem: 'It could not be reached: ECONNREFUSED',
      responseHeaders: {},
      responseBody: '',
      isCut: false,
    },
  ],
});

/** Webhooks in all the states that there are. */
const used = but(portal, api => {
  api.views.items = [
    aSavedView({ id: 'view_1', name: 'Failed in production' }),
  ];
  api.webhooks.items = [
    recent,
    {
      ...recent,
      id: 'whk_2',
      name: 'On-call chat of everybody who has anything to do with payments',
      url: 'https://chat.a-very-long-name-of-a-host.payments.acme.example/hooks/1',
      eventTypes: ['*'],
      state: 'failing',
      stateSince: iso(4_000),
      view: { id: 'view_1', name: 'Failed in production' },
      lastDelivery: { at: iso(20), state: 'failed', status: 503 },
      lastDay: { attempts: 12_204, failures: 611 },
      pending: 1_204,
    },
    {
      ...recent,
      id: 'whk_3',
      name: 'Data platform',
      enabled: false,
      state: 'given_up',
      lastDelivery: { at: iso(86_400 * 3), state: 'failed', status: null },
      lastDay: { attempts: 40, failures: 40 },
    },
    {
      ...recent,
      id: 'whk_4',
      name: 'Old board',
      enabled: false,
      state: 'gone',
      lastDelivery: { at: iso(86_400), state: 'failed', status: 410 },
    },
    {
      ...recent,
      id: 'whk_5',
      name: 'Partner',
      enabled: false,
      state: 'expired',
    },
    {
      ...recent,
      id: 'whk_6',
      name: 'Sandbox',
      enabled: false,
      state: 'off',
      lastDelivery: null,
      lastDay: { attempts: 0, failures: 0 },
    },
  ];
  api.webhooks.deliveries = [
    failed,
    aWebhookDelivery({
      messageId: 'msg_2',
      createdAt: iso(310),
      runId: 'run_01JDA9TZ7Q3N8Y4K2',
    }),
    aWebhookDelivery({
      messageId: 'msg_3',
      eventType: 'step.failed',
      state: 'failed',
      createdAt: iso(90_000),
      endedAt: iso(3_000),
      attempts: 13,
      status: 500,
      problem: 'It answered 500',
      runId: 'run_01JDA9TZ7Q3N8Y4K3',
    }),
    aWebhookDelivery({
      messageId: 'msg_4',
      eventType: 'webhook.ping',
      runId: null,
      createdAt: iso(86_400),
    }),
  ];
});
const inDetail = but(used, api => {
  api.webhooks.items = [rotating, ...api.webhooks.items.slice(1)];
});

const element = (
  <PageContent>
    <WebhooksPage />
  </PageContent>
);
const open = (rest: Omit<GalleryState, 'element' | 'query'>): GalleryState => ({
  element,
  query: OPEN,
  ...rest,
});
const menu = 'Actions: Deployments';

export const webhooks: GalleryScreen = {
  title: 'Webhooks',
  states: {
    list: { element, backend: used, sees: 'Data platform' },
    ...named(
      'list',
      fiveStates({
        element,
        backend: used,
        routes: ['listWebhooks'],
        error: 'The webhooks could not be loaded',
        empty: { backend: portal, sees: 'No webhook yet' },
        content: { sees: 'Data platform', readAnew: lookAgain },
      }),
    ),
    new: {
      element,
      backend: used,
      act: press('New webhook'),
      sees: 'All events, also those of later versions',
    },
    secret: {
      element,
      backend: used,
      act: inTurn(
        press('New webhook'),
        type(/^Name/, 'Board'),
        type(/^Address/, 'https://hooks.acme.example/'),
        press('Save'),
      ),
      sees: 'It is shown now, and never again',
    },
    detail: open({ backend: inDetail, sees: 'step.failed' }),
    ...named(
      'deliveries',
      fiveStates({
        element,
        query: OPEN,
        backend: inDetail,
        routes: ['listWebhookDeliveries'],
        error: 'The deliveries could not be loaded',
        empty: {
          backend: but(inDetail, api => {
            api.webhooks.deliveries = [];
          }),
          sees: 'Nothing to deliver yet',
        },
        content: { sees: 'step.failed', readAnew: lookAgain },
      }),
    ),
    edit: open({
      backend: inDetail,
      act: press(menu, 'Edit'),
      sees: 'Edit webhook',
    }),
    rotate: open({
      backend: inDetail,
      act: press(menu, 'Rotate the secret'),
      sees: 'Hours for which the old one signs as well',
    }),
    delete: open({
      backend: inDetail,
      act: press(menu, 'Delete'),
      sees: 'Delete the webhook',
    }),
    delivery: open({
      backend: inDetail,
      act: inTurn(see('step.failed'), press('Show the delivery of run.failed')),
      sees: 'No answer within 10 s',
    }),
    ping: open({
      backend: inDetail,
      act: press('Send a test'),
      sees: 'Delivery of webhook.ping',
    }),
    redeliver: open({
      backend: inDetail,
      act: press('Deliver again…'),
      sees: 'Only what has failed',
    }),
  },
};
