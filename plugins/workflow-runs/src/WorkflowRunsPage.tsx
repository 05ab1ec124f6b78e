import { lazy, ReactNode, Suspense, useEffect, useState } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import {
  RowsSkeleton,
  WorkflowRunsProvider,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from './layout/Card';
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
const SettingsPage = lazy(async () => ({
  default: (await import('./settings/SettingsPage')).SettingsPage,
}));
const StatisticsPage = lazy(async () => ({
  default: (await import('./statistics/StatisticsPage')).StatisticsPage,
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
        <Route path="/statistics" element={<StatisticsRoute />} />
        <Route
          path="/settings/*"
          element={
            <Loaded>
              <SettingsPage />
            </Loaded>
          }
        />
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

function StatisticsRoute() {
  // What a portal mounts when its theme changes, React may begin, give up and begin anew. Of what was given up,
  // Material-UI leaves the styles behind, and they win over those of the next theme. What is mounted by a change of
  // state is not given up, and this page is large enough for it to matter.
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  const loading = (
    <Card style={{ marginTop: 16 }}>
      <RowsSkeleton rows={12} rowHeight={40} />
    </Card>
  );
  return (
    <PageContent>
      {isMounted ? (
        <Suspense fallback={loading}>
          <StatisticsPage />
        </Suspense>
      ) : (
        loading
      )}
    </PageContent>
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
