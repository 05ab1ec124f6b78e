import { z } from 'zod';
import { Json, jsonSchema } from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from './StepFailure';

/** A number of the business, before and after the step. @public */
export interface BusinessIndicator {
  name: string;
  before: number | null;
  after: number | null;
  /** What it is counted in, such as `%`, `ms` or `orders`. */
  unit: string;
}

/** What a step says about its success, in the words of those whom it serves. @public */
export interface StepReport {
  /** How well it did what it is for, from 0 to 1. */
  effectiveness?: number;
  /** How those whom it serves experience it, from 0 to 1. */
  experience?: number;
  /** Whatever explains the rest. */
  details?: Record<string, Json>;
  /** 50 at most. */
  businessIndicators?: BusinessIndicator[];
}

const share = z.number().min(0).max(1).optional();

const stepReportSchema: z.ZodType<StepReport> = z.strictObject({
  effectiveness: share,
  experience: share,
  details: z.record(z.string(), jsonSchema).optional(),
  businessIndicators: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        before: z.number().nullable(),
        after: z.number().nullable(),
        unit: z.string().max(32),
      }),
    )
    .max(50)
    .optional(),
});

/**
 * A report as an engine takes it.
 *
 * @throws StepFailure that names the field and the rule
 * @public
 */
export function parseReport(report: StepReport): StepReport {
  const parsed = stepReportSchema.safeParse(report);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new StepFailure(
    'validation_failed',
    `report: /${path.join('/')}: ${message}`,
    { code: 'REPORT_INVALID' },
  );
}
