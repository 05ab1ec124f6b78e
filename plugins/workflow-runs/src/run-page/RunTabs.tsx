import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  RunSnapshot,
  useArtifacts,
  useDecisions,
  useLogs,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DecisionsPanel } from '../approvals/DecisionsPanel';
import { ArtifactsPanel } from '../artifacts/ArtifactsPanel';
import { AnnotationsPanel } from '../annotations/AnnotationsPanel';
import { AuditPanel } from '../audit/AuditPanel';
import { EventsPanel } from '../audit/EventsPanel';
import { BusinessPanel } from '../business/BusinessPanel';
import { PanelBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { ExternalLogs } from '../logs/ExternalLogs';
import { LogsPanel } from '../logs/LogsPanel';
import { NativeHistoryPanel } from '../native-history/NativeHistoryPanel';
import { RunPayloadsPanel } from '../payloads/RunPayloadsPanel';
import { TracesPanel } from '../traces/TracesPanel';
import { RUN_TABS, RunTab, RunUrl } from './useRunUrl';

const TABS = 'workflow-runs-run';

/** What else there is to know about a run. */
export function RunTabs(props: {
  snapshot: RunSnapshot;
  url: Pick<RunUrl, 'tab' | 'line' | 'setTab' | 'setLine'>;
}) {
  const { snapshot, url } = props;
  const { tab } = url;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runId = snapshot.run.id;
  const { lines } = useLogs(runId);
  const { items: artifacts } = useArtifacts(runId);
  const { items: decisions } = useDecisions(runId);
  const { workflow } = useWorkflow(snapshot.run.workflow.ref);
  const hasNative = workflow?.capabilities.nativeHistory === true;
  const counts: Partial<Record<RunTab, number>> = {
    logs: lines.length,
    artifacts: artifacts.length,
    decisions: decisions.length,
  };
  return (
    <Card label={t('tabs.label')}>
      <div style={{ padding: '0 8px' }}>
        <LineTabs
          label={t('tabs.label')}
          idPrefix={TABS}
          value={tab}
          onChange={url.setTab}
          tabs={RUN_TABS.filter(
            // Whom a link has led there is told that there is none.
            id => id !== 'native' || hasNative || tab === id,
          ).map(id => ({
            id,
            label: t(`tabs.${id}`),
            count: counts[id],
          }))}
        />
      </div>
      <LineTabPanel id={tab} idPrefix={TABS}>
        <PanelBoundary key={tab} part={t(`tabs.${tab}`)}>
          {tab === 'logs' && (
            <>
              <LogsPanel
                snapshot={snapshot}
                line={url.line}
                onLine={url.setLine}
              />
              <ExternalLogs runId={snapshot.run.id} />
            </>
          )}
          {tab === 'io' && <RunPayloadsPanel snapshot={snapshot} />}
          {tab === 'artifacts' && <ArtifactsPanel snapshot={snapshot} />}
          {tab === 'traces' && <TracesPanel snapshot={snapshot} />}
          {tab === 'decisions' && <DecisionsPanel snapshot={snapshot} />}
          {tab === 'annotations' && <AnnotationsPanel snapshot={snapshot} />}
          {tab === 'audit' && <AuditPanel snapshot={snapshot} />}
          {tab === 'business' && <BusinessPanel snapshot={snapshot} />}
          {tab === 'events' && <EventsPanel snapshot={snapshot} />}
          {tab === 'native' &&
            (workflow && !hasNative ? (
              <EmptyState dense title={t('native.none')} />
            ) : (
              <NativeHistoryPanel snapshot={snapshot} />
            ))}
        </PanelBoundary>
      </LineTabPanel>
    </Card>
  );
}
