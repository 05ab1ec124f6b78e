import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkItem,
  BulkJob,
  BulkOutcome,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  RedactedText,
  shortenId,
  statusColorsOf,
  TextButton,
  useBulkItems,
  useBulkRunIds,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { byReason } from './byReason';

/** So many runs are named for each reason. */
const MOST_RUNS = 20;

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: 8 },
    groups: {
      display: 'flex',
      flexDirection: 'column',
      gap: 10,
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    reason: { margin: '0 0 2px', overflowWrap: 'anywhere' },
    runs: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '2px 12px',
      margin: 0,
      padding: 0,
      listStyle: 'none',
      fontSize: 12,
      lineHeight: '20px',
    },
    quiet: { fontSize: 12, color: statusColorsOf(theme).quiet },
    select: { marginTop: 8 },
  }),
  { name: 'WorkflowRunsBulkItems' },
);

/** Runs of a job with one outcome, by why; they can be selected in the list, to do something else to them. */
export function BulkItems(props: {
  job: BulkJob;
  outcome: BulkOutcome;
  hrefOf: (runId: string) => string;
  onSelect: (runIds: string[]) => void;
}) {
  const { job, outcome, hrefOf, onSelect } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const source = useBulkItems(job, outcome);
  const ids = useBulkRunIds({ onRead: onSelect });
  const hidden = job.counts[outcome] - source.items.length;
  return (
    <div className={classes.root}>
      <PanelBody
        source={source}
        title={t('bulk.itemsError')}
        rows={2}
        empty={
          source.items.length === 0 ? (
            <span className={classes.quiet}>{t('bulk.itemsHidden')}</span>
          ) : undefined
        }
      >
        <ul className={classes.groups}>
          {byReason(source.items).map(({ reason, items }) => (
            <li key={reason ?? ''}>
              {reason && (
                <p className={classes.reason}>
                  <RedactedText text={reason} />{' '}
                  <span className={classes.quiet}>{items.length}</span>
                </p>
              )}
              <Runs items={items} hrefOf={hrefOf} />
            </li>
          ))}
        </ul>
        {hidden > 0 && (
          <span className={classes.quiet}>
            {t('bulk.itemsMore', { runs: formats.number(hidden) })}
          </span>
        )}
        <div className={classes.select}>
          <TextButton
            size="small"
            variant="outlined"
            disabled={ids.busy}
            onClick={() => ids.read(job.id, outcome)}
          >
            {t('bulk.selectThese')}
          </TextButton>
        </div>
        {Boolean(ids.error) && (
          <Notice tone="failed" role="alert">
            {t('bulk.selectFailed', {
              message: describeError(ids.error).message,
            })}
          </Notice>
        )}
      </PanelBody>
    </div>
  );
}

function Runs(props: {
  items: readonly BulkItem[];
  hrefOf: (runId: string) => string;
}) {
  const { items, hrefOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const rest = items.length - MOST_RUNS;
  return (
    <ul className={classes.runs}>
      {items.slice(0, MOST_RUNS).map(({ number, runId, resultRunId }) => (
        <li key={number}>
          <Link to={hrefOf(runId)} title={runId}>
            {shortenId(runId)}
          </Link>
          {resultRunId && (
            <>
              {' → '}
              <Link
                to={hrefOf(resultRunId)}
                aria-label={t('bulk.launched', { id: resultRunId })}
              >
                {shortenId(resultRunId)}
              </Link>
            </>
          )}
        </li>
      ))}
      {rest > 0 && (
        <li className={classes.quiet}>
          {t('bulk.andMore', { runs: formats.number(rest) })}
        </li>
      )}
    </ul>
  );
}
