import {
  QueryRequest,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';
import { asRefusal } from './asRefusal';

/** Asks a run about itself, which changes nothing. @public */
export function useRunQuery(
  runId: string,
): SentRequest<QueryRequest, RouteResult<Routes['queryRun']>> {
  const { api } = useSession();
  const request = useRequest({
    act: (body: QueryRequest) =>
      api.call('queryRun', { params: { runId }, body }),
  });
  return { ...request, error: asRefusal(request.error) };
}
