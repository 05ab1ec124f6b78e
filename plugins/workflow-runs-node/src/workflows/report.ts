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

/** How well a step did what it is for. @public */
export interface ReportedEffectiveness {
  /** How often it was right, from 0 to 1. */
  accuracy?: number;
  /** By how much more gets done because of it; what it is counted in is for the workflow to say. */
  throughputDelta?: number;
}

/** What a step says about its success, in the words of those whom it serves. @public */
export interface StepReport {
  /** How well it did what it is for; a number alone, from 0 to 1, is its accuracy. */
  effectiveness?: number | ReportedEffectiveness;
  /** How those whom it serves experience it, from 0 to 1. */
  experience?: number;
  /** Whatever explains the rest; screens know `model`, `tool`, `endpoint` and `parameters`. */
  details?: Record<string, Json>;
  /** 50 at most. */
  businessIndicators?: BusinessIndicator[];
}

const share = z.number().min(0).max(1).optional();

const stepReportSchema: z.ZodType<StepReport> = z.strictObject({
  effectiveness: z
    .union([
      z.number().min(0).max(1),
      z.strictObject({
        accuracy: share,
        throughputDelta: z.number().optional(),
      }),
    ])
    .optional(),
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
  const { path, message } = mostTelling(parsed.error.issues[0]);
  throw new StepFailure(
    'validation_failed',
    `report: /${path.join('/')}: ${message}`,
    { code: 'REPORT_INVALID' },
  );
}

/** Of what may be one thing or another, what is wrong with the one that it is. */
function mostTelling(
  issue: z.core.$ZodIssue,
): Pick<z.core.$ZodIssue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union') return issue;
  const nested = issue.errors
    .map(([first]) => first)
    .find(({ code }) => code !== 'invalid_type');
  return nested
    ? { path: [...issue.path, ...nested.path], message: nested.message }
    : issue;
}
