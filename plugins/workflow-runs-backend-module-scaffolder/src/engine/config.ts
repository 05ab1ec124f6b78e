import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const schema = z
  .strictObject({
    title: z.string().min(1).max(100).default('Scaffolder'),
    tenant: z.string().min(1).max(128).default('default'),
    environment: z.string().min(1).max(64).default('production'),
    requestsPerSecond: z.number().min(0.1).max(1_000).default(20),
  })
  .prefault({});

/** `workflowRuns.scaffolder`, and what the scaffolder's own configuration says of its tasks. */
export interface ScaffolderConfig extends z.infer<typeof schema> {
  /** Whether the scaffolder goes on with tasks that a worker has left. */
  recovers: boolean;
}

/** @throws InputError that names the field and the rule it breaks */
export function readConfig(config: Config): ScaffolderConfig {
  const parsed = schema.safeParse(
    config.getOptional('workflowRuns.scaffolder') ?? {},
  );
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    const field = ['workflowRuns.scaffolder', ...path].join('.');
    throw new InputError(`${field}: ${message}`);
  }
  const recovers =
    config.getOptionalBoolean('scaffolder.taskRecovery.enabled') ??
    config.getOptionalBoolean('scaffolder.EXPERIMENTAL_recoverTasks') ??
    false;
  return { ...parsed.data, recovers };
}
