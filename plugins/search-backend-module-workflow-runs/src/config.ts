import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const FIELD = 'search.collators.workflowRuns';

const schema = z.strictObject({
  maxRuns: z.number().int().min(1).max(100_000).default(5_000),
  maxAgeDays: z.number().int().min(1).max(3_650).default(30),
  // Read by Backstage, which knows all the ways to say it.
  schedule: z.unknown().optional(),
});

const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  // The catalog, and the plugin itself, start at the same time.
  initialDelay: { seconds: 3 },
};

/** Which runs are found, and how often they are read. */
export interface CollatorConfig {
  maxRuns: number;
  maxAgeMs: number;
  schedule: SchedulerServiceTaskScheduleDefinition;
}

/** @throws InputError that names the field and the rule */
export function readCollatorConfig(config: Config): CollatorConfig {
  const parsed = schema.safeParse(config.getOptional(FIELD) ?? {});
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`${[FIELD, ...path].join('.')}: ${message}`);
  }
  return {
    maxRuns: parsed.data.maxRuns,
    maxAgeMs: parsed.data.maxAgeDays * 86_400_000,
    schedule: readSchedule(config),
  };
}

function readSchedule(config: Config): SchedulerServiceTaskScheduleDefinition {
  const field = `${FIELD}.schedule`;
  const schedule = config.getOptionalConfig(field);
  if (!schedule) return SCHEDULE;
  try {
    return readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule);
  } catch (error) {
    throw new InputError(`${field}: ${error}`);
  }
}
