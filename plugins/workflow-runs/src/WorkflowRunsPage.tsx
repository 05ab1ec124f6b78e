import { lazy, ReactNode, Suspense, useEffect } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { WorkflowRunsProvider } from 'backstage-plugin-workflow-runs-react';
import { PageContent } from './layout/PageContent';
import { RunPageSkeleton } from './run-page/RunPageSkeleton';
import { RunsPage } from './runs-list/RunsPage';

const loadRunPage = () => import('./run-page/RunPage');
const RunPage = lazy(async () => ({ default: (await loadRunPage()).RunPage }));
const ComparePage = lazy(async () => ({
  default: (await import('./compare/ComparePage')).ComparePage,
}));

const FailuresPage = lazy(async () => ({
  default: (await import('./failures/FailuresPage')).FailuresPage,
}));
const FailureGroupPage = lazy(async () => ({
  default: (await import('./failures/FailureGroupPage')).FailureGroupPage,
}));

/** What lies below `/workflow-runs`. */
export function WorkflowRunsPage() {
  return (
    <WorkflowRunsProvider>
      <Routes>
        <Route path="/" element={<ListRoute />} />
        <Route
          path="/compare"
          element={
            <Loaded>
              <ComparePage />
            </Loaded>
          }
        />
        <Route
          path="/failures"
          element={
            <Loaded>
              <FailuresPage />
            </Loaded>
          }
        />
        <Route path="/failures/:groupId" element={<FailureGroupRoute />} />
        <Route path="/runs/:runId" element={<RunRoute />} />
      </Routes>
    </WorkflowRunsProvider>
  );
}

function ListRoute() {
  // Whoever looks at a list is about to open a run: its code comes while nothing else is to be done.
  useEffect(() => whenIdle(loadRunPage), []);
  return (
    <PageContent>
      <RunsPage />
    </PageContent>
  );
}

function RunRoute() {
  const { runId } = useParams();
  return (
    <Loaded>
      {/* Another run is another page: nothing of the one before may linger. */}
      <RunPage key={runId} runId={runId!} place="page" />
    </Loaded>
  );
}

function FailureGroupRoute() {
  const { groupId } = useParams();
  return (
    <Loaded>
      <FailureGroupPage key={groupId} groupId={groupId!} />
    </Loaded>
  );
}

function Loaded(props: { children: ReactNode }) {
  return (
    <PageContent>
      <Suspense fallback={<RunPageSkeleton />}>{props.children}</Suspense>
    </PageContent>
  );
}

/** @returns what calls it off */
function whenIdle(work: () => unknown): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(work, 1_000);
    return () => clearTimeout(timer);
  }
  const request = window.requestIdleCallback(work);
  return () => window.cancelIdleCallback(request);
}
