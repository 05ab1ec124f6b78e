import { mockServices } from '@backstage/backend-test-utils';
import { RunEngine } from 'backstage-plugin-workflow-runs-node';
import { TestDatabase } from '../../__testUtils__/databases';
import { testPrivacy, testRedaction } from '../../__testUtils__/testPrivacy';
import { leaseClock } from '../../database/clock';
import { ObservedRuns } from '../../observed/ObservedRuns';
import { LiveWriter } from '../../recorder/LiveWriter';
import { Recorder } from '../../recorder/Recorder';
import { DefinitionStore } from '../../workflows/DefinitionStore';
import { WorkflowStore } from '../../workflows/WorkflowStore';
import { SyncConfig, syncConfigSchema } from '../config';
import { Engines } from '../Engines';
import { SyncCoordinator } from '../SyncCoordinator';
import { SyncOrders } from '../SyncOrders';

let backends = 0;

/** What of a backend asks engines; several may share a database. */
export function newBackend(
  { knex, lane }: TestDatabase,
  engines: RunEngine[],
  config: Partial<SyncConfig> = {},
): SyncCoordinator {
  const logger = mockServices.logger.mock();
  const redaction = testRedaction(knex, testPrivacy());
  const now = () => Date.now();
  backends += 1;
  return new SyncCoordinator(new Engines(engines, logger), {
    knex,
    clock: leaseClock(knex, now),
    owner: `backend-${backends}`,
    orders: new SyncOrders(knex),
    observed: new ObservedRuns({
      knex,
      recorder: new Recorder({ database: lane, redaction, now }),
      redaction,
      workflows: new WorkflowStore(knex, new DefinitionStore(knex)),
      now,
    }),
    live: new LiveWriter({
      database: lane,
      redaction,
      now,
      onError: error => {
        throw error;
      },
    }),
    config: syncConfigSchema.parse({
      openSeconds: 3_600,
      windowSeconds: 3_600,
      backfillDays: 0,
      driftHours: 0,
      ...config,
    }),
    logger,
    redact: text => text,
    random: () => 0,
    commands: { answerForgotten: async () => {} },
    accepted: { settle: async () => {} },
  });
}
