import { z } from 'zod';

const secret = z.string().min(1);
const path = z.string().min(1).max(4_096);

const certificates = z
  .strictObject({
    caFile: path.optional(),
    ca: secret.optional(),
    certFile: path.optional(),
    cert: secret.optional(),
    keyFile: path.optional(),
    key: secret.optional(),
    serverName: z.string().min(1).max(253).optional(),
  })
  .refine(({ ca, caFile }) => !ca || !caFile, {
    message: 'ca and caFile say the same: leave one out',
  })
  .refine(({ cert, certFile }) => !cert || !certFile, {
    message: 'cert and certFile say the same: leave one out',
  })
  .refine(({ key, keyFile }) => !key || !keyFile, {
    message: 'key and keyFile say the same: leave one out',
  })
  .refine(
    ({ cert, certFile, key, keyFile }) =>
      Boolean(cert ?? certFile) === Boolean(key ?? keyFile),
    {
      message: 'a certificate of the client needs its key, and a key its cert',
    },
  );

/** `host`, `host:port` or `[ipv6]:port`. */
const address = z
  .string()
  .max(300)
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/,
    'has to be host:port, without https://',
  );

const codec = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/, error: 'has to be an http(s) URL' })
    .refine(url => !/^https?:\/\/[^/]*@/i.test(url), {
      // They would be told with each error; browsers and Node refuse them, too.
      message: 'must not have credentials in it: use headers',
    })
    .transform(url => url.replace(/\/+$/, '')),
  headers: z.record(z.string(), z.string()).default({}),
  timeoutSeconds: z.number().min(0.1).max(60).default(5),
});

/** Of `workflowRuns.temporal.clusters`. */
export const clusterSchema = z.strictObject({
  id: z
    .string()
    .max(63)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'has to be lower case, like temporal-eu'),
  title: z.string().min(1).max(100).optional(),
  address,
  namespaces: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(100)
    .default(['default']),
  environment: z.string().min(1).max(64).default('production'),
  tenant: z.string().min(1).max(128).default('default'),
  mode: z.enum(['live', 'import']).default('live'),
  tls: z.union([z.boolean(), certificates]).optional(),
  apiKey: secret.optional(),
  codec: codec.optional(),
  payloadConverterPath: path.optional(),
  limits: z
    .strictObject({
      requestsPerSecond: z.number().min(1).max(10_000).default(100),
      burst: z.number().min(1).max(20_000).optional(),
      visibilityPerSecond: z.number().min(0.1).max(100).default(1),
    })
    .prefault({}),
  refreshSeconds: z.number().min(1).max(3_600).default(3),
  taskQueues: z.record(z.string(), z.string().min(1).max(256)).default({}),
  backfillDays: z.number().min(0).max(3_650).optional(),
  query: z.string().min(1).max(2_000).optional(),
});

/** A cluster as it is to be asked. */
export type ClusterConfig = z.infer<typeof clusterSchema>;
