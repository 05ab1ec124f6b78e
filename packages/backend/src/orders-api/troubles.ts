import { z } from 'zod';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { seededRandom } from './random';

const rate = z.number().min(0).max(1);
const troublesSchema = z.strictObject({
  failureRate: rate.default(0.04),
  slowRate: rate.default(0.08),
  slowMs: z.number().int().min(0).max(60_000).default(2_000),
  seed: z.number().int().default(1),
});
/** How often requests fail or are slow, as `exampleOrders` of the configuration says. */
export type TroubleRates = z.output<typeof troublesSchema>;

/** What happens to one request. */
export interface Trouble {
  delayMs: number;
  fails: boolean;
}

/** @throws Error that names the field at fault and the rule it breaks */
export function readTroubleRates(config: RootConfigService): TroubleRates {
  const parsed = troublesSchema.safeParse(
    config.getOptional('exampleOrders') ?? {},
  );
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new Error(
    `Invalid configuration: ${['exampleOrders', ...path].join(
      '.',
    )}: ${message}`,
  );
}

/** Decides the fate of one request after the other; the same rates give the same sequence. */
export function createTroubles(rates: TroubleRates): () => Trouble {
  const random = seededRandom(rates.seed);
  return () => ({
    fails: random() < rates.failureRate,
    delayMs: random() < rates.slowRate ? rates.slowMs : 0,
  });
}
