import { RouteId, webhookRoutes } from 'backstage-plugin-workflow-runs-common';
import { BODIES } from '../../../__testUtils__/bodies';
import { AsksOf, pathTo } from './Ask';

const NONE = { webhookId: 'whk_none', messageId: 'msg_none' };

/** A world has no webhooks: what one tells of runs is in the test of their deliveries. */
const asking =
  (id: RouteId): AsksOf =>
  () =>
    [{ path: pathTo(id, NONE), body: BODIES[id] ?? {} }];

/** What is asked of webhooks. */
export const webhookAsks = Object.fromEntries(
  (Object.keys(webhookRoutes) as (keyof typeof webhookRoutes)[]).map(id => [
    id,
    // It would be there for all worlds behind.
    id === 'createWebhook' ? () => [] : asking(id),
  ]),
) as unknown as Record<keyof typeof webhookRoutes, AsksOf>;
