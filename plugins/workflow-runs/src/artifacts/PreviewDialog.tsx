import { useId } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  ErrorState,
  RowsSkeleton,
  TextButton,
  useArtifactContent,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { Surface } from '../layout/Surface';
import { PreviewKind } from './preview';
import { PreviewContent } from './PreviewContent';

/** Shows what an artifact holds. */
export function PreviewDialog(props: {
  artifact: Artifact;
  kind: PreviewKind;
  onDownload: () => void;
  onClose: () => void;
}) {
  const { artifact, kind, onDownload, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const titleId = useId();
  const fetchContent = useArtifactContent();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['artifact-preview', artifact.runId, artifact.id],
    queryFn: async () => {
      const content = await fetchContent(artifact);
      return kind === 'image'
        ? dataUrlOf(content, artifact.contentType)
        : content.text();
    },
    // A file never changes, and is not kept for who looks at others.
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="md"
      fullWidth
      aria-labelledby={titleId}
    >
      <DialogTitle id={titleId} style={{ overflowWrap: 'anywhere' }}>
        {artifact.name}
      </DialogTitle>
      <DialogContent>
        <Surface>
          {isPending && <RowsSkeleton rows={6} rowHeight={24} />}
          {error && (
            <ErrorState
              dense
              error={error}
              title={t('artifacts.previewFailed', {
                name: artifact.name,
                message: describeError(error).message,
              })}
              onRetry={refetch}
            />
          )}
          {data !== undefined && (
            <PreviewContent kind={kind} name={artifact.name} content={data} />
          )}
        </Surface>
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('artifacts.close')}</TextButton>
        <TextButton variant="contained" color="primary" onClick={onDownload}>
          {t('artifacts.downloadShort')}
        </TextButton>
      </DialogActions>
    </Dialog>
  );
}

/** Portals let pages show pictures of data URLs; those of blobs their policy usually forbids. */
function dataUrlOf(content: Blob, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    // The backend says what it is; a stand-in may not.
    reader.readAsDataURL(new Blob([content], { type }));
  });
}
