import {
  permissionNames,
  watchRoutes,
} from 'backstage-plugin-workflow-runs-common';
import { callerOf, HandlerOptions, Handlers } from '../api/handlers';
import { withAudit } from '../api/withAudit';
import { refusal } from '../runs/InvalidInput';

/** Handlers of what users want to hear of. */
export function createWatchHandlers({
  watchers,
  auditor,
}: HandlerOptions): Pick<Handlers, keyof typeof watchRoutes> {
  return {
    watchRun: async (
      { params: { runId }, body: { watch } },
      { runs, request, credentials },
    ) =>
      withAudit(
        auditor,
        request,
        { actionType: watch ? 'watch' : 'unwatch', meta: { runId } },
        async () => {
          const { id } = await runs.getRun(runId);
          if (credentials.principal.type !== 'user') {
            throw refusal('/watch', 'users_only', 'only users watch runs');
          }
          const { ref } = callerOf(credentials);
          const readable = runs.visibility(permissionNames.runRead);
          await (watch
            ? watchers.watch(id, ref, readable)
            : watchers.unwatch(id, ref));
          return watchers.watchingOf(id, ref);
        },
      ),
  };
}
