import { makeStyles } from '@material-ui/core/styles';
import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  describeError,
  EmptyState,
  ErrorState,
  RowsSkeleton,
  shortenId,
  sizes,
  StaleNote,
  useComparison,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { CardBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { DocumentTitle } from '../layout/DocumentTitle';
import { Notice } from '../layout/Notice';
import { RunBreadcrumbs } from '../run-page/RunBreadcrumbs';
import { ComparedRuns } from './ComparedRuns';
import { ComparedSteps } from './ComparedSteps';
import { ComparedValues } from './ComparedValues';
import { MissingRuns } from './MissingRuns';
import { RunPicker } from './RunPicker';
import { useCompareHref, useCompareUrl } from './useCompareUrl';

const useStyles = makeStyles(
  {
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    top: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 16px',
    },
    title: {
      margin: 0,
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 500,
    },
    picker: { marginLeft: 'auto' },
  },
  { name: 'WorkflowRunsComparePage' },
);

/** Two runs side by side: how their steps went, how long they took, what went in and out. */
export function ComparePage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { a, b, setRuns, onlyDifferences, setOnlyDifferences } =
    useCompareUrl();
  const { comparison, loading, error, updatedAt, reload } = useComparison(a, b);
  const compareHref = useCompareHref();
  const isMissing = Boolean(error) && describeError(error).kind === 'notFound';

  return (
    <div className={classes.root}>
      <DocumentTitle
        title={
          comparison
            ? t('documentTitle.compare', {
                a: shortenId(comparison.a.id),
                b: shortenId(comparison.b.id),
                workflow: comparison.a.workflow.title,
              })
            : t('compare.title')
        }
      />
      {a && (
        <RunBreadcrumbs runId={a} workflow={comparison?.a.workflow}>
          <BreadcrumbEntry
            entry={{ label: t('compare.title'), href: compareHref(a, b) }}
          >
            {null}
          </BreadcrumbEntry>
        </RunBreadcrumbs>
      )}
      <div className={classes.top}>
        <h2 className={classes.title}>{t('compare.title')}</h2>
        <div className={classes.picker}>
          <RunPicker key={`${a} ${b}`} a={a} b={b} onRuns={setRuns} />
        </div>
      </div>
      {!a && (
        <Card>
          <EmptyState title={t('compare.choose')}>
            {t('compare.chooseHint')}
          </EmptyState>
        </Card>
      )}
      {loading && (
        <Card padded>
          <RowsSkeleton rows={8} rowHeight={56} onRetry={reload} />
        </Card>
      )}
      {a && isMissing && <MissingRuns a={a} b={b} />}
      {Boolean(error) && !isMissing && !comparison && (
        <Card>
          <ErrorState
            error={error}
            title={t('compare.error')}
            onRetry={reload}
          />
        </Card>
      )}
      {comparison && !isMissing && (
        <>
          {Boolean(error) && (
            <StaleNote since={updatedAt} error={error} onRetry={reload} />
          )}
          <CardBoundary part={t('compare.parts.runs')}>
            <ComparedRuns comparison={comparison} onRuns={setRuns} />
          </CardBoundary>
          {comparison.versionsDiffer && (
            <Notice tone="waiting" role="status">
              {comparison.a.workflow.id === comparison.b.workflow.id
                ? t('compare.versionsDiffer')
                : t('compare.workflowsDiffer')}
            </Notice>
          )}
          <CardBoundary part={t('steps.title')}>
            <ComparedSteps
              steps={comparison.steps}
              onlyDifferences={onlyDifferences}
              onOnlyDifferences={setOnlyDifferences}
            />
          </CardBoundary>
          <CardBoundary part={t('compare.parts.values')}>
            <ComparedValues comparison={comparison} />
          </CardBoundary>
        </>
      )}
    </div>
  );
}
