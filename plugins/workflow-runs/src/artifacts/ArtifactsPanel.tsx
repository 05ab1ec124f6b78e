import { ReactNode, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  EmptyState,
  formatTimeOfDay,
  hasEnded,
  RunSnapshot,
  Timestamp,
  useArtifactContent,
  useArtifactLink,
  useArtifacts,
  useFormats,
  useWorkflow,
  useWords,
  VisuallyHidden,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { formatBytes } from '../layout/formatBytes';
import { Notice } from '../layout/Notice';
import { useDeletedPart } from '../retention/useDeletedPart';
import { PanelBody } from '../layout/PanelBody';
import { saveFile } from '../layout/saveFile';
import { ArtifactButtons } from './ArtifactButtons';
import { Elsewhere, OpenElsewhere } from './Elsewhere';
import { PreviewKind } from './preview';
import { PreviewDialog } from './PreviewDialog';

interface Said {
  tone: 'completed' | 'waiting' | 'failed';
  text: ReactNode;
}

/** Files that a run has made. */
export function ArtifactsPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const source = useArtifacts(run.id);
  const content = useArtifactContent();
  const linkOf = useArtifactLink();
  const [said, setSaid] = useState<Said>();
  const [preview, setPreview] = useState<{
    artifact: Artifact;
    kind: PreviewKind;
  }>();

  const failed = (
    words: 'artifacts.downloadFailed' | 'artifacts.linkFailed',
    { name }: Artifact,
    error: unknown,
  ) =>
    setSaid({
      tone: 'failed',
      text: t(words, { name, message: describeError(error).message }),
    });
  const download = async (artifact: Artifact) => {
    setSaid(undefined);
    try {
      saveFile(await content(artifact), artifact.name);
    } catch (error) {
      failed('artifacts.downloadFailed', artifact, error);
    }
  };
  const link = async (artifact: Artifact) => {
    setSaid(undefined);
    const { name } = artifact;
    try {
      const { url, expiresAt } = await linkOf(artifact);
      const time = formatTimeOfDay(expiresAt);
      try {
        await navigator.clipboard.writeText(url);
        setSaid({
          tone: 'completed',
          text: t('artifacts.linkCopied', { name, time }),
        });
      } catch {
        setSaid({
          tone: 'waiting',
          text: (
            <>
              {t('artifacts.linkMade', { name, time })}{' '}
              <a href={url} rel="noopener noreferrer" target="_blank">
                {url}
              </a>
            </>
          ),
        });
      }
    } catch (error) {
      failed('artifacts.linkFailed', artifact, error);
    }
  };
  return (
    <PanelBody
      source={source}
      title={t('artifacts.error')}
      rows={3}
      empty={source.items.length === 0 ? <NoArtifacts run={run} /> : undefined}
    >
      <div style={{ padding: '0 8px 8px' }}>
        {said && (
          <Notice
            tone={said.tone}
            role={said.tone === 'failed' ? 'alert' : 'status'}
          >
            {said.text}
          </Notice>
        )}
        <DataTable
          label={t('tabs.artifacts')}
          items={source.items}
          idOf={artifact => artifact.id}
          columns={[
            {
              id: 'name',
              label: t('artifacts.name'),
              cell: artifact => (
                <>
                  <strong>{artifact.name}</strong>
                  <Elsewhere artifact={artifact} />
                </>
              ),
            },
            {
              id: 'type',
              label: t('artifacts.type'),
              cell: artifact => artifact.contentType,
            },
            {
              id: 'size',
              label: t('artifacts.size'),
              number: true,
              width: 96,
              cell: ({ bytes }) =>
                bytes === null ? '–' : formatBytes(bytes, formats.locale),
            },
            {
              id: 'step',
              label: t('artifacts.step'),
              cell: artifact =>
                steps.find(step => step.stepKey === artifact.stepKey)?.name ??
                artifact.stepKey,
            },
            {
              id: 'created',
              label: t('artifacts.created'),
              width: 140,
              cell: artifact => <Timestamp value={artifact.createdAt} />,
            },
            {
              id: 'buttons',
              label: <VisuallyHidden>{t('operate.menu')}</VisuallyHidden>,
              width: 120,
              number: true,
              cell: artifact =>
                artifact.url ? (
                  <OpenElsewhere artifact={artifact} />
                ) : (
                  <ArtifactButtons
                    artifact={artifact}
                    onPreview={kind => setPreview({ artifact, kind })}
                    onLink={() => link(artifact)}
                    onDownload={() => download(artifact)}
                  />
                ),
            },
          ]}
        />
        {preview && (
          <PreviewDialog
            artifact={preview.artifact}
            kind={preview.kind}
            onDownload={() => download(preview.artifact)}
            onClose={() => setPreview(undefined)}
          />
        )}
      </div>
    </PanelBody>
  );
}

function NoArtifacts(props: { run: RunSnapshot['run'] }) {
  const { run } = props;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow } = useWorkflow(run.workflow.ref);
  const deleted = useDeletedPart(run, 'artifacts');
  if (deleted) {
    return (
      <EmptyState dense title={deleted.title}>
        {deleted.hint}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      dense
      title={
        hasEnded(run.status) ? t('artifacts.empty') : t('artifacts.emptyLive')
      }
    >
      {workflow?.capabilities.artifacts === false
        ? t('artifacts.engineNone', {
            engine: words('engine', run.workflow.engine),
          })
        : t('artifacts.emptyHint')}
    </EmptyState>
  );
}
