import {
  Statistics,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { RunsHref } from './runsQuery';

/** What all parts of the statistics are made from. */
export interface PartProps {
  statistics: Statistics;
  runsHref: RunsHref;
  /** It may be about several workflows. */
  several: boolean;
  /** The statistics of one of several workflows. */
  workflowHref: (workflow: WorkflowSummary) => string;
}
