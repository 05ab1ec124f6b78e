import { Route, Routes, useParams } from 'react-router-dom';
import { WorkflowRunsProvider } from 'backstage-plugin-workflow-runs-react';
import { ComparePage } from './compare/ComparePage';
import { PageContent } from './layout/PageContent';
import { RunPage } from './run-page/RunPage';
import { RunsPage } from './runs-list/RunsPage';

/** What lies below `/workflow-runs`. */
export function WorkflowRunsPage() {
  return (
    <WorkflowRunsProvider>
      <Routes>
        <Route
          path="/"
          element={
            <PageContent>
              <RunsPage />
            </PageContent>
          }
        />
        <Route
          path="/compare"
          element={
            <PageContent>
              <ComparePage />
            </PageContent>
          }
        />
        <Route path="/runs/:runId" element={<RunRoute />} />
      </Routes>
    </WorkflowRunsProvider>
  );
}

function RunRoute() {
  const { runId } = useParams();
  return (
    <PageContent>
      {/* Another run is another page: nothing of the one before may linger. */}
      <RunPage key={runId} runId={runId!} place="page" />
    </PageContent>
  );
}
