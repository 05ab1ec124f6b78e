import { z } from 'zod';
import { RunHandlers } from 'backstage-plugin-workflow-runs-node';
import { Asking } from './asking';
import { queryRun } from './queryRun';

/** What workers answer by themselves, for Temporal's own screens. */
const METADATA = '__temporal_workflow_metadata';
const OWN = '__';

const handlersSchema = z
  .array(
    z.object({
      name: z.string().min(1),
      description: z.string().nullish(),
    }),
  )
  .catch([]);
const metadataSchema = z.object({
  definition: z
    .object({
      signalDefinitions: handlersSchema,
      updateDefinitions: handlersSchema,
      queryDefinitions: handlersSchema,
    })
    .partial()
    .nullish(),
});

/** What an execution can be told and asked: its worker says so. */
export async function handlersOf(asking: Asking): Promise<RunHandlers> {
  const { definition } = metadataSchema.parse(
    await queryRun(asking, METADATA, []),
  );
  return {
    signals: shown(definition?.signalDefinitions),
    updates: shown(definition?.updateDefinitions),
    queries: shown(definition?.queryDefinitions),
  };
}

function shown(handlers: z.infer<typeof handlersSchema> = []) {
  return handlers
    .filter(({ name }) => !name.startsWith(OWN))
    .map(({ name, description }) => ({
      name,
      description: description || null,
    }));
}
