import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Order, pageOf, regionSchema, totalsOf } from './orders';
import { Trouble } from './troubles';

const querySchema = z.strictObject({
  region: regionSchema,
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  outage: z.stringbool().default(false),
});

/** Serves orders; before each page something may go wrong. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  orders: readonly Order[];
  nextTrouble: () => Trouble;
}): express.Router {
  const { httpAuth, orders, nextTrouble } = options;
  const router = Router();

  router.get('/regions', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    res.json({ regions: totalsOf(orders) });
  });

  router.get('/orders', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    const { outage, ...page } = parseQuery(req.query);
    const trouble = nextTrouble();
    if (outage || trouble.fails) {
      // Answered here instead of thrown: for the example it is no error worth a line in the log.
      const error = { name: 'ServiceUnavailableError', message: 'Busy' };
      res.status(503).json({ error });
      return;
    }
    if (trouble.delayMs > 0) await sleep(trouble.delayMs);
    res.json(pageOf(orders, page));
  });

  return router;
}

function parseQuery(query: unknown) {
  const parsed = querySchema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`)
      .join('; '),
  );
}
