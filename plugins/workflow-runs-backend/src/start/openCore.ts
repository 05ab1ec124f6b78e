import { WorkflowRunsConfig, checkRole } from '../config';
import { leaseClock } from '../database/clock';
import { openDatabase } from '../database/open';
import { HandlerSecrets } from '../engine/HandlerSecrets';
import { becomeSoleOwner } from '../engine/soleOwner';
import { lockSqliteFile } from '../engine/sqliteLock';
import { createPrivacy } from '../privacy/createPrivacy';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { resolveKeys } from '../sealing/keys';
import { Sealer } from '../sealing/Sealer';
import { Providers, Services } from './services';

/** What all the rest is built on: the database, the keys, privacy, and the only ways to write of runs. */
export type Core = Awaited<ReturnType<typeof openCore>>;

export async function openCore(
  services: Services,
  config: WorkflowRunsConfig,
  { detectors }: Pick<Providers, 'detectors'>,
) {
  const now = () => Date.now();
  const unlock = await lockSqliteFile(await services.database.getClient());
  const { knex, lane, isSqlite, sqliteDirectory } = await openDatabase(
    services.database,
    services.logger,
  );
  checkRole(config.role, sqliteDirectory);
  const clock = leaseClock(knex, now);
  if (isSqlite) await becomeSoleOwner(knex, clock);

  const keys = resolveKeys({
    configured: config.encryptionKeys,
    production: process.env.NODE_ENV === 'production',
    sqliteDirectory,
    logger: services.logger,
  });
  const sealer = new Sealer(keys);
  const secrets = new HandlerSecrets(() =>
    services.config.getOptional('workflowRuns.secrets'),
  );
  const { redaction, logger, ...privacyParts } = await createPrivacy({
    knex,
    config: config.privacy,
    sealer,
    secrets,
    detectors,
    logger: services.logger,
    now,
  });
  const recorder = new Recorder({ database: lane, redaction, now });
  const live = new LiveWriter({
    database: lane,
    redaction,
    now,
    onError: error => logger.warn(`Log lines of runs are lost: ${error}`),
  });
  return {
    ...privacyParts,
    ...{ now, clock, knex, unlock, keys, sealer, secrets },
    ...{ redaction, logger, recorder, live },
  };
}
