import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Payload } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  RowsSkeleton,
  RunSnapshot,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PayloadView } from './PayloadView';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '12px 20px 20px', display: 'grid', gap: 20 },
    heading: { margin: '0 0 8px', fontSize: 13, fontWeight: 500 },
    pair: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'WorkflowRunsRunPayloads' },
);

/** Input and output of a run, and of its steps where the backend sends them along. */
export function RunPayloadsPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items, loading, error, reload } = usePayloads(run.id);
  if (loading) return <RowsSkeleton rows={6} rowHeight={24} />;
  if (error) {
    return (
      <ErrorState dense error={error} title={t('io.error')} onRetry={reload} />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState dense title={t('io.empty')}>
        {t('io.emptyHint')}
      </EmptyState>
    );
  }
  const nameOf = (key: string | null) =>
    key === null
      ? t('io.ofRun')
      : steps.find(step => step.stepKey === key)?.name ?? key;
  return (
    <div className={classes.root}>
      {groupsOf(items).map(([key, payloads]) => (
        <section key={key ?? ''}>
          <h3 className={classes.heading}>{nameOf(key)}</h3>
          <div className={classes.pair}>
            {payloads.map(payload => (
              <PayloadView
                key={`${payload.generation}/${payload.itemIndex}/${payload.direction}`}
                payload={payload}
                of={nameOf(key)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** The run's own first, then each step's. */
function groupsOf(items: Payload[]): [string | null, Payload[]][] {
  const groups = new Map<string | null, Payload[]>([[null, []]]);
  for (const item of items) {
    groups.set(item.stepKey, [...(groups.get(item.stepKey) ?? []), item]);
  }
  return [...groups].filter(([, payloads]) => payloads.length > 0);
}
