import { Fragment } from 'react';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkAction, BulkPreview } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  shortenId,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Effect, Outlook } from '../operate/Effects';

/** So many runs are named as examples. */
const MOST_EXAMPLES = 5;

/** The status that stands for what an action leads to. */
const STATUS_OF: Record<BulkAction, string> = {
  retry: 'running',
  rerun: 'queued',
  cancel: 'canceled',
  terminate: 'canceled',
  pause: 'paused',
  resume: 'running',
  send_event: 'completed',
  resolve: 'completed',
  tag: 'completed',
  assign: 'completed',
};

/** What a job would do to how many runs, and to which not, and why. */
export function BulkOutlook(props: {
  action: BulkAction;
  preview: BulkPreview | undefined;
  loading: boolean;
  error: unknown;
  onRetry: () => void;
  hrefOf: (runId: string) => string;
}) {
  const { action, preview, loading, error, onRetry, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (error && !loading) {
    return (
      <Outlook>
        <li>
          <ErrorState
            dense
            error={error}
            title={t('bulk.previewError')}
            onRetry={onRetry}
          />
        </li>
      </Outlook>
    );
  }
  if (!preview) {
    return (
      <Outlook>
        <li>
          <RowsSkeleton rows={2} rowHeight={38} />
        </li>
      </Outlook>
    );
  }
  const { total, allowed, refused, sample } = preview;
  return (
    <Outlook>
      {allowed > 0 && (
        <Effect
          status={STATUS_OF[action]}
          detail={
            <Examples
              ids={sample.map(({ id }) => id)}
              total={allowed}
              hrefOf={hrefOf}
            />
          }
        >
          {t(`bulk.effects.${action}`, {
            count: allowed,
            runs: formats.number(allowed),
          })}
        </Effect>
      )}
      {refused.map(({ reason, count, sampleRunIds }) => (
        <Effect
          key={reason}
          status="skipped"
          detail={<Examples ids={sampleRunIds} total={count} hrefOf={hrefOf} />}
        >
          {t('bulk.notDone', { count, runs: formats.number(count), reason })}
        </Effect>
      ))}
      {total === 0 && <Effect status="skipped">{t('bulk.noRun')}</Effect>}
    </Outlook>
  );
}

/** Some of the runs, each a link that leaves the dialog as it is. */
function Examples(props: {
  ids: readonly string[];
  total: number;
  hrefOf: (runId: string) => string;
}) {
  const { ids, total, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const named = ids.slice(0, MOST_EXAMPLES);
  if (named.length === 0) return null;
  const rest = total - named.length;
  return (
    <>
      {named.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <Link
            to={hrefOf(id)}
            target="_blank"
            title={id}
            style={{ whiteSpace: 'nowrap' }}
          >
            {shortenId(id)}
          </Link>
        </Fragment>
      ))}
      {rest > 0 && ` ${t('bulk.andMore', { runs: formats.number(rest) })}`}
    </>
  );
}
