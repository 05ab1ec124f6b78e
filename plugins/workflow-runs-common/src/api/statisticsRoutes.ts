import { z } from 'zod';
import {
  statisticsIntervalSchema,
  statisticsSchema,
} from '../model/statistics';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';
import { runFilterSchema } from './runFilter';

/**
 * Which runs to sum up. They are told apart by what never changes of them; `owner` is who owns the entity
 * of the workflow.
 *
 * @public
 */
export const statisticsQuerySchema = runFilterSchema
  .pick({
    workflow: true,
    engine: true,
    entity: true,
    owner: true,
    tenant: true,
    environment: true,
    version: true,
    backfill: true,
  })
  .extend({
    /** Ended then or later; ISO 8601. Where it is left out, 7 days before `to`. */
    from: runFilterSchema.shape.from,
    /** Ended before then; ISO 8601. Where it is left out, now. At most 400 days after `from`. */
    to: runFilterSchema.shape.to,
    /** Where days begin, as IANA names it, such as `Asia/Kolkata`. */
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, {
        message: 'it must be the name of a time zone, such as Europe/Berlin',
        params: { rule: 'time_zone' },
      })
      .default('UTC'),
    /** `auto`: quarters of an hour up to 6 hours, hours up to 50, days beyond. */
    interval: z
      .enum(['auto', ...statisticsIntervalSchema.options])
      .default('auto'),
  });
/** @public */
export type StatisticsQuery = z.output<typeof statisticsQuerySchema>;

/** Offsets such as `+05:30` name no zone: they know nothing of summer. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** The route that sums up runs. @public */
export const statisticsRoutes = {
  getStatistics: route({
    method: 'get',
    path: '/statistics',
    summary:
      'What runs that ended in some time come to, and in the time before',
    permissions: [permissionNames.runRead],
    query: statisticsQuerySchema,
    result: statisticsSchema,
  }),
};
