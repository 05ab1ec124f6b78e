import { z } from 'zod';

const MAX_PROVIDERS = 10;

/** Where a tool is. What is configured is all that is ever asked: nothing of it comes from a run. */
const baseUrl = z
  .string()
  .max(2_000)
  .superRefine((url, context) => {
    const message = problemOfBaseUrl(url);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .transform(url => url.replace(/\/+$/, ''));

// A header that breaks the rules of HTTP would say its value in the error.
const headerValue = z
  .string()
  .min(1)
  .max(4_000)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

const connectionFields = {
  name: z.string().min(1).max(64).optional(),
  baseUrl,
  token: headerValue.optional(),
  username: z.string().min(1).max(256).optional(),
  password: z.string().min(1).max(4_000).optional(),
  tenant: headerValue.optional(),
};

const spanUrl = z
  .string()
  .max(2_000)
  .refine(
    url => /^https?:\/\/[^/{}?#]+\/.*\{traceId\}/.test(url),
    'must be an http or https URL with a host of its own and {traceId}',
  )
  .optional();

export const traceProviderSchema = z
  .strictObject({
    type: z.enum(['jaeger', 'tempo']),
    ...connectionFields,
    spanUrl,
  })
  .superRefine(demandOneWayIn);

export const logProviderSchema = z
  .strictObject({
    type: z.literal('loki'),
    ...connectionFields,
    query: z
      .string()
      .max(2_000)
      .refine(
        query => /\{(traceId|runId)\}/.test(query),
        'must name {traceId} or {runId}: every run would have the same lines',
      ),
  })
  .superRefine(demandOneWayIn);

export const traceProvidersSchema = z
  .array(traceProviderSchema)
  .max(MAX_PROVIDERS)
  .default([]);
export const logProvidersSchema = z
  .array(logProviderSchema)
  .max(MAX_PROVIDERS)
  .default([]);

/** How to reach a tool that keeps traces, checked. */
export type TraceProviderConfig = z.output<typeof traceProviderSchema>;
/** How to reach a log store, checked. */
export type LogProviderConfig = z.output<typeof logProviderSchema>;
/** Where a tool is, and who the portal is to it. */
export type Connection = Pick<
  TraceProviderConfig,
  'baseUrl' | 'token' | 'username' | 'password' | 'tenant'
>;

/** Headers by which the portal shows who it is. */
export function headersOf(connection: Connection): Record<string, string> {
  const { token, username, password, tenant } = connection;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(username && { authorization: `Basic ${basic}` }),
    ...(tenant && { 'x-scope-orgid': tenant }),
  };
}

function demandOneWayIn(
  {
    token,
    username,
    password,
  }: { token?: string; username?: string; password?: string },
  context: z.RefinementCtx,
): void {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (token && username) issue('token', 'cannot stand beside a username');
  if (Boolean(username) !== Boolean(password)) {
    issue('username', 'and password need each other');
  }
}

function problemOfBaseUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return 'must be an absolute URL';
  const { protocol, username, password, search, hash } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return 'must be an http or https URL';
  }
  if (username || password) return 'must hold no credentials';
  return search || hash ? 'must end with its path' : undefined;
}
