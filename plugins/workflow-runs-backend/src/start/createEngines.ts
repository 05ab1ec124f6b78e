import { WorkflowRunsConfig } from '../config';
import { EmbeddedEngine } from '../engine/EmbeddedEngine';
import { createIngest } from '../ingest/createIngest';
import { ObservedRuns } from '../observed/ObservedRuns';
import { createOperations } from '../runs/operations';
import { KeyRotation } from '../sealing/KeyRotation';
import { createSync } from '../sync/createSync';
import { Engines } from '../sync/Engines';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowRegistry } from '../workflows/WorkflowRegistry';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { Core } from './openCore';
import { Reading } from './createReading';
import { Providers } from './services';

/** The engine that runs workflows here, those elsewhere, and what is asked of them. */
export type EngineParts = Awaited<ReturnType<typeof createEngines>>;

export async function createEngines(
  core: Core,
  { workflows, stores }: Reading,
  options: {
    config: WorkflowRunsConfig;
    registry: WorkflowRegistry;
    added: Providers['engines'];
  },
) {
  const { knex, now, logger, privacy } = core;
  const { config, registry, added } = options;
  const definitions = new DefinitionStore(knex);
  const store = new WorkflowStore(knex, definitions);
  for (const workflow of registry.workflows) {
    await store.save(
      { engine: 'embedded', engineInstance: 'embedded', namespace: 'default' },
      workflow,
      now(),
    );
  }
  const redact = (text: string) => privacy.withoutRun.text(text);

  const observed = new ObservedRuns({ ...core, workflows: store });
  const ingest = createIngest({
    ...core,
    config: config.ingest,
    outgoing: config.webhooks,
    observed,
  });
  const engines = new Engines([ingest.engine, ...added], logger);
  const sync = createSync({
    ...core,
    engines,
    config: config.sync,
    observed,
    redact,
  });

  let embedded: EmbeddedEngine | undefined;
  const operations = createOperations({
    ...core,
    workflows,
    definitions,
    slas: config.slas,
    // A hint: the engine's poll finds what it did not hear of.
    notify: runId =>
      void embedded
        ?.notify(runId)
        .catch(error => logger.warn(`A run waits for the next poll: ${error}`)),
    guests: sync.commands,
    elsewhere: sync.launches,
    reserve: launch => embedded?.reserve(launch),
  });
  if (config.role !== 'api') {
    embedded = new EmbeddedEngine({
      ...core,
      artifacts: stores.newest,
      registry,
      children: operations.children,
      definitions,
      limits: config.limits,
      redact,
    });
  }
  return {
    store,
    ingest,
    engines,
    sync,
    operations,
    embedded,
    rotation:
      embedded && new KeyRotation({ ...core, owner: embedded.workerId }),
  };
}
