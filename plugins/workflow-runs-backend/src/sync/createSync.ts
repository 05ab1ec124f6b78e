import { Knex } from 'knex';
import { RunEngine } from 'backstage-plugin-workflow-runs-node';
import { LeaseClock } from '../database/clock';
import { SyncConfig } from './config';
import { EngineDesk } from './EngineDesk';
import { Engines } from './Engines';
import { SyncOrders } from './SyncOrders';

/** Puts together what asks engines elsewhere for their runs. */
export function createSync(options: {
  knex: Knex;
  engines: readonly RunEngine[];
  config: SyncConfig;
  clock: LeaseClock;
}) {
  const engines = new Engines(options.engines);
  const orders = new SyncOrders(options.knex);
  return {
    engines,
    desk: new EngineDesk({ ...options, engines, orders, notify: () => {} }),
  };
}
