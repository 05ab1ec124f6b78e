import { StepError } from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';

/** The columns that runs, steps and attempts hold an error in. */
export function errorColumns(error: StepError | null): Row {
  return {
    error_category: error?.category ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
  };
}
