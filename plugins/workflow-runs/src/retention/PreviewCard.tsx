import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionPreview } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Notice } from '../layout/Notice';
import { Amounts } from './Amounts';
import { useRetentionWords } from './useRetentionWords';

const useStyles = makeStyles(
  {
    body: { padding: `0 ${sizes.cardPaddingX}px 4px` },
    sentence: { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 500 },
  },
  { name: 'WorkflowRunsRetentionPreview' },
);

/** What policies would delete now, and what they would not. */
export function PreviewCard(props: {
  preview: RetentionPreview | undefined;
  isLoading: boolean;
  error: unknown;
  onRetry: () => void;
}) {
  const { preview, isLoading, error, onRetry } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('retention.previewTitle');
  return (
    <Card label={title}>
      <CardTitle
        title={title}
        scope={isLoading ? t('retention.previewing') : undefined}
      />
      {isLoading && <RowsSkeleton rows={3} rowHeight={40} />}
      {!isLoading && Boolean(error) && (
        <ErrorState
          dense
          error={error}
          title={t('retention.previewError')}
          onRetry={onRetry}
        />
      )}
      {!isLoading && !error && preview && <Found preview={preview} />}
    </Card>
  );
}

function Found({ preview }: { preview: RetentionPreview }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useRetentionWords();
  const { amounts, held, isPartial, lookedAt } = preview;
  const runs = amounts
    .filter(each => each.class === 'runs')
    .reduce((sum, each) => sum + each.runs, 0);
  const bytes = amounts.reduce((sum, each) => sum + each.bytes, 0);
  const isEstimated = amounts.some(each => each.isEstimated);
  const size = isEstimated
    ? t('retention.estimated', { value: words.bytes(bytes) })
    : words.bytes(bytes);
  return (
    <>
      <div className={classes.body} role="status">
        <p className={classes.sentence}>
          {amounts.length === 0
            ? t('retention.wouldDeleteNothing')
            : t('retention.wouldDelete', {
                count: runs,
                runs: formats.number(runs),
                bytes: size,
              })}
        </p>
        {held.length > 0 && (
          <Notice tone="waiting">
            {t('retention.heldBack')}: {held.map(words.held).join(' · ')}
          </Notice>
        )}
        {isPartial && (
          <Notice tone="waiting">
            {t('retention.partial', { runs: formats.number(lookedAt) })}
          </Notice>
        )}
        {isEstimated && (
          <Notice tone="skipped">{t('retention.estimatedNote')}</Notice>
        )}
      </div>
      {amounts.length > 0 && (
        <Amounts label={t('retention.previewTitle')} amounts={amounts} />
      )}
    </>
  );
}
