import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ingestActionSchema } from 'backstage-plugin-workflow-runs-common';

const name = z.string().min(1).max(128);

/** What an engine can be asked, and how it hears of it. */
const commands = z.strictObject({
  actions: z
    .array(ingestActionSchema)
    .min(1)
    .transform(actions => [...new Set(actions)].sort()),
  /** How long an answer is waited for. */
  expireSeconds: z.number().int().min(5).max(86_400).default(300),
  /** Where commands are posted to; an engine without one asks for them. */
  webhook: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).max(2_048),
      secret: z.string().max(256).refine(canSign, {
        message: 'must be `whsec_` and 24 to 64 bytes in base64',
      }),
    })
    .optional(),
});
/** What an engine elsewhere can be asked. */
export type CommandsConfig = z.infer<typeof commands>;

/** As Standard Webhooks has it. */
function canSign(secret: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}

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
  /** Nothing can be asked of an engine that takes none. */
  commands: commands.optional(),
});

/** `workflowRuns.ingest`. */
export const ingestConfigSchema = z.strictObject({
  sources: z
    .array(source)
    .max(200)
    .default([])
    .superRefine((sources, context) => {
      for (const [index, one] of sources.entries()) {
        if (one.mode === 'import' && one.commands) {
          context.addIssue({
            code: 'custom',
            path: [index, 'commands'],
            message: 'nothing can be asked of runs of the past',
          });
        }
        const other = sources.find(({ engine }) => engine === one.engine)!;
        const isSame =
          other.tenant === one.tenant &&
          other.environment === one.environment &&
          other.mode === one.mode &&
          isDeepStrictEqual(other.commands, one.commands);
        if (isSame) continue;
        context.addIssue({
          code: 'custom',
          path: [index, 'engine'],
          message: `the engine '${one.engine}' has another tenant, environment, mode or other commands in another source`,
        });
      }
    }),
});
/** Who may tell of which runs. */
export type IngestConfig = z.infer<typeof ingestConfigSchema>;
/** Events of which sources are taken from whom, and whose runs they are about. */
export type IngestSource = z.infer<typeof source>;
