import { z } from 'zod';

const name = z.string().min(1).max(128);

const source = z.strictObject({
  /** What `source` of its events begins with. */
  source: z.string().min(1).max(512),
  /** Subjects of `backend.auth.externalAccess` that may send them. */
  subjects: z
    .array(z.string().min(1).max(512))
    .min(1)
    .max(50)
    .refine(subjects => subjects.every(subject => !/^user:/.test(subject)), {
      message: 'only services send events, never users',
    }),
  engine: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case, like `ci-eu`')
    .refine(id => id !== 'embedded', {
      message: `'embedded' is the engine of the portal itself`,
    }),
  tenant: name.default('default'),
  environment: z.string().min(1).max(64).default('production'),
  mode: z.enum(['live', 'import']).default('live'),
});

/** `workflowRuns.ingest`. */
export const ingestConfigSchema = z.strictObject({
  sources: z
    .array(source)
    .max(200)
    .default([])
    .superRefine((sources, context) => {
      for (const [index, one] of sources.entries()) {
        const other = sources.find(({ engine }) => engine === one.engine)!;
        const isSame =
          other.tenant === one.tenant &&
          other.environment === one.environment &&
          other.mode === one.mode;
        if (isSame) continue;
        context.addIssue({
          code: 'custom',
          path: [index, 'engine'],
          message: `the engine '${one.engine}' has another tenant, environment or mode in another source`,
        });
      }
    }),
});
/** Who may tell of which runs. */
export type IngestConfig = z.infer<typeof ingestConfigSchema>;
/** Events of which sources are taken from whom, and whose runs they are about. */
export type IngestSource = z.infer<typeof source>;
