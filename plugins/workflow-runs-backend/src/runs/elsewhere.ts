import { Knex } from 'knex';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { marksIn } from '../privacy/marks';
import { WorkflowRecord } from '../workflows/WorkflowQueries';
import { refusal } from './InvalidInput';

/** What only the engine of the portal can do with a launch. */
const ONLY_HERE = {
  version: 'its engine runs the version that it has',
  fromStep: 'its engine takes over nothing: retry the run from there',
  environment: 'its engine runs in one environment',
  backfill: 'its engine knows no backfills',
} as const;

/** @throws InvalidInput where more is wanted than an engine elsewhere can be asked for */
export function demandElsewhere(
  workflow: WorkflowRecord,
  wanted: Partial<Record<keyof typeof ONLY_HERE, unknown>>,
): void {
  for (const [field, why] of Object.entries(ONLY_HERE)) {
    if (wanted[field as keyof typeof ONLY_HERE] !== undefined)
      throw refusal(`/${field}`, 'elsewhere', `${workflow.ref}: ${why}`);
  }
}

/**
 * What a run of an engine elsewhere was given, as it is known here.
 *
 * @throws InvalidInput where that is not what it was given: nothing was told, or something was taken out of it
 */
export async function givenTo(
  knex: Knex,
  runId: string,
): Promise<Record<string, Json>> {
  const row = await knex('run_io')
    .where({ run_id: runId, step_key: '', direction: 'input', generation: 0 })
    .first('content', 'truncated');
  if (!row)
    throw refusal('/input', 'unknown', 'its engine has not told it: say it');
  if (Boolean(row.truncated) || marksIn(row.content).length > 0) {
    throw refusal(
      '/input',
      'redacted',
      'what is stored of it is not whole: say it',
    );
  }
  return JSON.parse(row.content);
}
