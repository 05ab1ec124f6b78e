import { z } from 'zod';

/**
 * What becomes of a value before it is stored: `redact` leaves a mark of its kind; `hash` leaves a keyed digest, so
 * that equal values can be told to be equal within a tenant; `tokenize` leaves a token and keeps the value encrypted
 * apart, from where an admin may reveal it; `keep` leaves it, which no policy can do with what is a secret.
 *
 * @public
 */
export const treatmentSchema = z.enum(['redact', 'hash', 'tokenize', 'keep']);
/** @public */
export type Treatment = z.infer<typeof treatmentSchema>;

const kind = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and _')
  .describe('What the mark says that the value was.');

/**
 * Which values a rule is about: those at a JSONPath (RFC 9535: names, indexes, wildcards, descendants), those whose
 * key has a name, or what a detector finds in any text.
 *
 * @public
 */
export const privacyRuleSchema = z.union([
  z.strictObject({
    path: z.string().min(1).max(500),
    kind: kind.optional(),
    treatment: treatmentSchema,
  }),
  z.strictObject({
    /** Case does not matter; `*` stands for any characters. */
    key: z.string().min(1).max(128),
    kind: kind.optional(),
    treatment: treatmentSchema,
  }),
  z.strictObject({
    /** Id of a detector; what it finds is of its kind. */
    detector: z.string().min(1).max(64),
    treatment: treatmentSchema,
  }),
]);
/** @public */
export type PrivacyRule = z.infer<typeof privacyRuleSchema>;

/** What a policy says; of several that apply to a run, the more particular one comes first. @public */
export const privacyPolicyContentSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1_000).default(''),
  /** Runs of one tenant only. */
  tenantId: z.string().min(1).max(128).nullable().default(null),
  /** Runs of one workflow only: `<engine>/<name>`. */
  workflow: z
    .string()
    .max(256)
    .regex(/^[^/]+\/./, 'must be <engine>/<name>')
    .nullable()
    .default(null),
  enabled: z.boolean().default(true),
  /** The first that is about a value decides. */
  rules: z.array(privacyRuleSchema).min(1).max(100),
});
/** @public */
export type PrivacyPolicyContent = z.infer<typeof privacyPolicyContentSchema>;

/** A policy as it is kept. @public */
export const privacyPolicySchema = privacyPolicyContentSchema.extend({
  id: z.string(),
  /** Those of the configuration cannot be changed by API. */
  origin: z.enum(['configuration', 'database']),
  /** Grows with each change, from 1. */
  revision: z.number().int(),
  updatedBy: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
/** @public */
export type PrivacyPolicy = z.infer<typeof privacyPolicySchema>;

/** What looks for personal data or secrets in texts. @public */
export const detectorSchema = z.object({
  id: z.string(),
  /** Secrets are never kept, whatever a policy says. */
  isSecret: z.boolean(),
  /** What becomes of what it finds where no policy says. */
  treatment: treatmentSchema,
});
/** @public */
export type DetectorInfo = z.infer<typeof detectorSchema>;
