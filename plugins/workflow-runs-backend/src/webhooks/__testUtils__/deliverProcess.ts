/*
 * A backend that delivers to webhooks in a process of its own, so that it can be killed in the middle.
 */
import { connect, ConnectionOptions } from '../../__testUtils__/ScriptProcess';
import { laneOf } from '../../database/open';
import { leaseClock } from '../../database/clock';
import { WebhookWorld } from './WebhookWorld';

export interface DeliverOptions {
  connection: ConnectionOptions;
  /** Host and port that may be called. */
  allow: string;
  leaseMs: number;
}

async function deliver({ connection, allow, leaseMs }: DeliverOptions) {
  const knex = connect(connection);
  const world = WebhookWorld.on(
    { knex, lane: laneOf(knex) },
    { config: { allow: [allow] }, clock: leaseClock(knex, () => Date.now()) },
  );
  setInterval(() => {
    world.now = Date.now();
  }, 10);
  world.another(leaseMs).sender.start();
}

process.once('message', options => deliver(options as DeliverOptions));
