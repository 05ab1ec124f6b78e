import { telemetryRoutes } from 'backstage-plugin-workflow-runs-common';
import { HandlerOptions, Handlers } from '../api/handlers';

/** Handlers of what tools outside know of a run; who may read the run may read it. */
export function createTelemetryHandlers({
  telemetry,
}: HandlerOptions): Pick<Handlers, keyof typeof telemetryRoutes> {
  return {
    getTraces: async ({ params }, { runs }) => ({
      sources: await telemetry.tracesOf(await runs.getRun(params.runId)),
    }),

    getExternalLogs: async ({ params }, { runs }) => ({
      sources: await telemetry.logsOf(await runs.getRun(params.runId)),
    }),
  };
}
