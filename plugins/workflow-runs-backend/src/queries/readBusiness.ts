import { Knex } from 'knex';
import { Business, Json } from 'backstage-plugin-workflow-runs-common';
import { walkSteps } from './walkSteps';

/** Reports that one statement reads. */
const PAGE = 100;
/** Characters of a report that is put together with others; a larger one is on its step alone. */
const MAX_REPORT = 64 * 1024;
/** Where to stop: ten thousand items say no more than so many, and a page has to be read by somebody. */
const MAX_REPORTS = 1_000;
const MAX_CHARACTERS = 256 * 1024;
const MAX_INDICATORS = 500;

/** What the steps of a run have reported, in their order. */
export async function readBusiness(
  knex: Knex,
  runId: string,
): Promise<Business> {
  const found: Found = { experience: null, details: new Map(), indicators: [] };
  let reports = 0;
  let characters = 0;
  const rows = () =>
    knex('steps')
      .where({ run_id: runId })
      // Written out, so that the planner knows the partial index to be enough.
      .whereRaw('report is not null and length(report) <= ?', MAX_REPORT)
      .select('report');
  for await (const page of walkSteps(rows, PAGE)) {
    for (const { step_key, report } of page) {
      reports += 1;
      characters += report.length;
      if (reports > MAX_REPORTS || characters > MAX_CHARACTERS) {
        return toBusiness(found);
      }
      addReport(found, step_key, JSON.parse(report));
    }
  }
  return toBusiness(found);
}

type Found = Omit<Business, 'details'> & { details: Map<string, Json> };

function toBusiness(found: Found): Business {
  return { ...found, details: Object.fromEntries(found.details) };
}

/** Adds what one step has reported; engines may have let through what is no report. */
function addReport(business: Found, stepKey: string, report: Json): void {
  const { experience, details, businessIndicators } = fieldsOf(report);
  if (typeof experience === 'number') business.experience = experience;
  for (const [name, value] of Object.entries(fieldsOf(details))) {
    business.details.set(name, value);
  }
  if (!Array.isArray(businessIndicators)) return;
  for (const indicator of businessIndicators) {
    const { name, before, after, unit } = fieldsOf(indicator);
    if (typeof name !== 'string') continue;
    if (business.indicators.length === MAX_INDICATORS) return;
    business.indicators.push({
      name,
      before: numberOrNull(before),
      after: numberOrNull(after),
      unit: typeof unit === 'string' ? unit : '',
      stepKey,
    });
  }
}

function fieldsOf(value: Json | undefined): Record<string, Json> {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? value
    : {};
}

function numberOrNull(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
