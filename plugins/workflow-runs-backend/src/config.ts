import { isAbsolute } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  PrivacyPolicyContent,
  privacyPolicyContentSchema,
  Treatment,
  treatmentSchema,
} from 'backstage-plugin-workflow-runs-common';
import { AlertsConfig, alertsSchema } from './alerts/config';
import {
  BusinessEventRule,
  problemOfUrl,
} from './businessEvents/businessEventLinks';
import { DEFAULT_LIMITS, EngineLimits } from './engine/limits';
import { MAX_PAYLOAD_LIMITS, PayloadLimits } from './engine/payloadLimits';
import { LiveConfig, liveConfigSchema } from './live/config';
import { IngestConfig, ingestConfigSchema } from './ingest/config';
import { RetentionConfig, retentionConfigSchema } from './retention/config';
import {
  NotificationsConfig,
  notificationsSchema,
} from './notifications/config';
import { RequestClass } from './requests/requestClass';
import {
  DEFAULT_REQUEST_LIMITS,
  RequestLimitsConfig,
} from './requests/RequestLimits';
import { SealingKey } from './sealing/Sealer';
import { SlaRule, slasSchema } from './slas/config';
import { SyncConfig, syncConfigSchema } from './sync/config';
import { SloRule, slosSchema } from './slos/config';
import {
  LogProviderConfig,
  logProvidersSchema,
  TraceProviderConfig,
  traceProvidersSchema,
} from './telemetry/config';
import { WebhooksConfig, webhooksConfigSchema } from './webhooks/config';

/** What a backend does: serve the API, execute runs, or both. */
export type BackendRole = 'all' | 'api' | 'worker';

/** The plugin's configuration, checked. */
export interface WorkflowRunsConfig {
  role: BackendRole;
  encryptionKeys: SealingKey[] | undefined;
  limits: EngineLimits;
  /** How much a user or service may ask of the API. */
  requestLimits: RequestLimitsConfig;
  /** Where artifacts go; into the database where nothing is said. */
  artifactFolder: string | undefined;
  /** Where business events are shown. */
  businessEvents: BusinessEventRule[];
  /** What becomes of personal data and secrets. */
  privacy: {
    policies: PrivacyPolicyContent[];
    /** What becomes of what detectors find where no policy says. */
    detectors: Record<string, Treatment>;
  };
  /** Tools that keep traces. */
  traceProviders: TraceProviderConfig[];
  /** Stores that keep log lines. */
  logProviders: LogProviderConfig[];
  /** What is expected of runs. */
  slos: SloRule[];
  /** How long runs may take. */
  slas: SlaRule[];
  /** How long what is kept. */
  retention: RetentionConfig;
  /** Who is told what of runs. */
  notifications: NotificationsConfig;
  /** How what happens reaches those who watch. */
  live: LiveConfig;
  /** Whether, and how often, alert rules are evaluated. */
  alerts: AlertsConfig;
  /** How webhooks are delivered. */
  webhooks: WebhooksConfig;
  /** Who may tell of runs that live elsewhere. */
  ingest: IngestConfig;
  /** How often engines elsewhere are asked for their runs. */
  sync: SyncConfig;
}

const count = z.number().int().min(1).max(100_000);
const upTo = (name: keyof PayloadLimits) =>
  z
    .number()
    .int()
    .min(100)
    .max(MAX_PAYLOAD_LIMITS[name])
    .default(DEFAULT_LIMITS[name]);

const perMinute = (name: RequestClass) =>
  z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .default(DEFAULT_REQUEST_LIMITS.perMinute[name]);

const requests = z.strictObject({
  enabled: z.boolean().default(DEFAULT_REQUEST_LIMITS.enabled),
  perMinute: z
    .strictObject({
      reads: perMinute('reads'),
      queries: perMinute('queries'),
      mutations: perMinute('mutations'),
      exports: perMinute('exports'),
      reveals: perMinute('reveals'),
    })
    .prefault({}),
  streams: count.default(DEFAULT_REQUEST_LIMITS.streams),
});

const limits = z.strictObject({
  requests: requests.prefault({}),
  runsPerBackend: count.max(1_000).default(DEFAULT_LIMITS.runsPerBackend),
  attemptsPerBackend: count.default(DEFAULT_LIMITS.attemptsPerBackend),
  runsPerWorkflow: count.optional(),
  runsPerTenant: count.optional(),
  backfillShare: z.number().gt(0).max(1).default(DEFAULT_LIMITS.backfillShare),
  payloadBytes: upTo('payloadBytes'),
  artifactBytes: upTo('artifactBytes'),
  logLineBytes: upTo('logLineBytes'),
  logLinesPerAttempt: upTo('logLinesPerAttempt'),
  progressBytes: upTo('progressBytes'),
});

const schema = z.object({
  role: z.enum(['all', 'api', 'worker']).default('all'),
  encryption: z
    .object({
      keys: z
        .array(z.object({ id: z.string().min(1).max(64), secret: z.string() }))
        .min(1),
    })
    .optional(),
  limits: limits.prefault({}),
  artifacts: z
    .strictObject({
      folder: z
        .string()
        .refine(isAbsolute, 'must be an absolute path')
        .optional(),
    })
    .prefault({}),
  businessEvents: z
    .array(
      z.strictObject({
        prefix: z.string().max(256),
        url: z
          .string()
          .max(2_000)
          .superRefine((url, context) => {
            const message = problemOfUrl(url);
            if (message) context.addIssue({ code: 'custom', message });
          }),
      }),
    )
    .max(100)
    .default([]),
  privacy: z
    .strictObject({
      policies: z.array(privacyPolicyContentSchema).max(100).default([]),
      detectors: z.record(z.string(), treatmentSchema).default({}),
    })
    .prefault({}),
  traces: z.object({ providers: traceProvidersSchema }).prefault({}),
  logs: z.strictObject({ providers: logProvidersSchema }).prefault({}),
  slos: slosSchema,
  slas: slasSchema,
  retention: retentionConfigSchema.prefault({}),
  notifications: notificationsSchema.prefault({}),
  live: liveConfigSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  webhooks: webhooksConfigSchema.prefault({}),
  ingest: ingestConfigSchema.prefault({}),
  sync: syncConfigSchema.prefault({}),
});

/** @throws InputError that names the field and the rule */
export function readConfig(config: Config): WorkflowRunsConfig {
  const parsed = schema.safeParse(config.getOptional('workflowRuns') ?? {});
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`workflowRuns.${path.join('.')}: ${message}`);
  }
  const { requests: requestLimits, ...engineLimits } = parsed.data.limits;
  return {
    role: parsed.data.role,
    encryptionKeys: parsed.data.encryption?.keys,
    limits: engineLimits,
    requestLimits,
    artifactFolder: parsed.data.artifacts.folder,
    businessEvents: parsed.data.businessEvents,
    privacy: parsed.data.privacy,
    traceProviders: parsed.data.traces.providers,
    logProviders: parsed.data.logs.providers,
    slos: parsed.data.slos,
    slas: parsed.data.slas,
    retention: parsed.data.retention,
    notifications: parsed.data.notifications,
    live: parsed.data.live,
    alerts: parsed.data.alerts,
    webhooks: parsed.data.webhooks,
    ingest: parsed.data.ingest,
    sync: parsed.data.sync,
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
