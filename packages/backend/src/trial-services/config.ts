import { z } from 'zod';
import { RootConfigService } from '@backstage/backend-plugin-api';

const span = z.number().int().min(0).max(60_000);
const schema = z.strictObject({
  latencyMs: span.default(300),
  startUpMs: span.default(5_000),
});
/** How slow the services are, as `exampleTrials` of the configuration says. */
export type TrialConfig = z.output<typeof schema>;

/** @throws Error that names the field at fault and the rule it breaks */
export function readTrialConfig(config: RootConfigService): TrialConfig {
  const parsed = schema.safeParse(config.getOptional('exampleTrials') ?? {});
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new Error(
    `Invalid configuration: ${['exampleTrials', ...path].join(
      '.',
    )}: ${message}`,
  );
}
