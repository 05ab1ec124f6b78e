import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { SealingKey } from './sealing/Sealer';

/** What a backend does: serve the API, execute runs, or both. */
export type BackendRole = 'all' | 'api' | 'worker';

/** The plugin's configuration, checked. */
export interface WorkflowRunsConfig {
  role: BackendRole;
  encryptionKeys: SealingKey[] | undefined;
}

const schema = z.object({
  role: z.enum(['all', 'api', 'worker']).default('all'),
  encryption: z
    .object({
      keys: z
        .array(z.object({ id: z.string().min(1).max(64), secret: z.string() }))
        .min(1),
    })
    .optional(),
});

/** @throws InputError that names the field and the rule */
export function readConfig(config: Config): WorkflowRunsConfig {
  const parsed = schema.safeParse(config.getOptional('workflowRuns') ?? {});
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`workflowRuns.${path.join('.')}: ${message}`);
  }
  return {
    role: parsed.data.role,
    encryptionKeys: parsed.data.encryption?.keys,
  };
}

/**
 * A SQLite file has one backend, which does everything; only a shared database can have several.
 *
 * @throws InputError where the role needs others beside it
 */
export function checkRole(
  role: BackendRole,
  sqliteDirectory: string | undefined,
): void {
  if (role === 'all' || !sqliteDirectory || sqliteDirectory === 'memory')
    return;
  throw new InputError(
    `workflowRuns.role: '${role}' needs PostgreSQL; a SQLite file has one backend, which does everything`,
  );
}
