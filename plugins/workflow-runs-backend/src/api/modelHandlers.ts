import { ComparisonQueries } from '../comparison/ComparisonQueries';
import { LineageQueries } from '../lineage/LineageQueries';
import { TimelineQueries } from '../timeline/TimelineQueries';
import type { Handlers } from './handlers';
import { unlessKnown } from './unlessKnown';

/** What the handlers that show a run as a whole work with. */
export interface ModelHandlerOptions {
  timelines: TimelineQueries;
  lineages: LineageQueries;
  comparisons: ComparisonQueries;
}

/** Handlers of the routes that show a run as a whole, and beside others. */
export function createModelHandlers({
  timelines,
  lineages,
  comparisons,
}: ModelHandlerOptions): Pick<
  Handlers,
  'getTimeline' | 'getLineage' | 'compareRuns'
> {
  return {
    getTimeline: async ({ params }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, () => timelines.timeline(run));
    },

    getLineage: async ({ params, query }, { runs }) => {
      const run = await runs.getRun(params.runId);
      return lineages.lineage(run, runs, query);
    },

    compareRuns: async ({ params, query }, { runs }) => {
      const run = await runs.getRun(params.runId);
      const other =
        query.with === 'last-good'
          ? await comparisons.lastGood(run, runs)
          : await runs.getRun(query.with);
      return comparisons.compare(run, other, runs);
    },
  };
}
