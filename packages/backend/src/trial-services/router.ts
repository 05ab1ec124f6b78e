import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Agents } from './agents';
import { screen } from './screening';
import { STORIES, StoryRequest, Trouble } from './stories';

/** What can be created, and deleted again. */
export const RESOURCES = [
  'accounts',
  'reservations',
  'agents',
  'customers',
  'subscriptions',
  'activations',
] as const;
export type Resource = (typeof RESOURCES)[number];

const headersSchema = z.object({
  'x-correlation-id': z.string().min(1).max(200).default('none'),
  'x-example-story': z.enum(STORIES).default('happy'),
});
const creationSchema = z.object({
  'idempotency-key': z.string().min(1).max(200),
});
const screeningSchema = z.object({ email: z.string().min(3).max(254) });

/**
 * Serves everything that a trial needs. Nothing is stored: the id of what is created derives from the
 * idempotency key, so that a repeated request creates nothing anew, even after a restart.
 */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  agents: Agents;
  troubleOf: (request: StoryRequest) => Trouble | undefined;
  latencyMs: number;
}): express.Router {
  const { httpAuth, agents, troubleOf, latencyMs } = options;
  const router = Router();
  router.use(express.json());

  router.use(async (req, res, next) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    const headers = parse(headersSchema, req.headers);
    const trouble = troubleOf({
      correlationId: headers['x-correlation-id'],
      story: headers['x-example-story'],
      operation: `${req.method} ${req.path.split('/')[1]}`,
    });
    await sleep(latencyMs);
    if (trouble === undefined) next();
    // Answered here instead of thrown: for the example it is no error worth a line in the log.
    else if (trouble !== 'silence') res.status(trouble).json({ error: {} });
  });

  router.get('/screenings', async (req, res) => {
    const { 'x-example-story': story } = parse(headersSchema, req.headers);
    res.json(screen(parse(screeningSchema, req.query).email, story));
  });

  router.get('/agents/:id', async (req, res) => {
    res.json({ readiness: agents.readiness(req.params.id) });
  });

  router.put(
    ['/quotas/:accountId', '/contexts/:agentId/:part'],
    async (_req, res) => {
      res.status(204).end();
    },
  );

  const create =
    (resource: Resource | 'mails') =>
    async (req: express.Request, res: express.Response) => {
      const key = parse(creationSchema, req.headers)['idempotency-key'];
      const id = `${resource.slice(0, -1)}-${digest(key)}`;
      if (resource === 'agents') agents.start(id);
      res.status(201).json({ id });
    };
  router.post('/mails', create('mails'));
  for (const resource of RESOURCES) {
    router.post(`/${resource}`, create(resource));

    // What is not there is gone already.
    router.delete(`/${resource}/:id`, async (req, res) => {
      if (resource === 'agents') agents.stop(req.params.id);
      res.status(204).end();
    });
  }

  return router;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; '),
  );
}
