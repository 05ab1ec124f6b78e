import { ReactNode, useState } from 'react';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  TextButton,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { FigureId, FIGURES } from './figures';
import { PartProps } from './parts';
import { Reason, RedWorkflow } from './redWorkflows';
import { only } from './runsQuery';
import { useFigureWords } from './useFigureWords';

const MOST = 5;

const useStyles = makeStyles(
  theme => ({
    none: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      margin: 0,
      padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px`,
      color: statusColorsOf(theme).completed.text,
    },
    reasons: { margin: 0, padding: 0, listStyle: 'none' },
    reason: { color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsRedWorkflows' },
);

/** The workflows that need somebody to look at them, and why. */
export function RedWorkflowsCard(
  props: PartProps & {
    red: RedWorkflow[];
    /** Why it may not be all that there is. */
    error: unknown;
    hrefOf: (runId: string) => string;
  },
) {
  const { red, error, runsHref, workflowHref, hrefOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFigureWords();
  const [all, setAll] = useState(false);
  const title = t('statistics.red.title');
  const number = (id: FigureId, { workflow, now }: RedWorkflow) => (
    <Link to={runsHref({ ...FIGURES[id].query, workflow: only(workflow.ref) })}>
      {words.valueOf(id, now)}
    </Link>
  );
  const reasonOf = (reason: Reason, item: RedWorkflow): ReactNode =>
    reason === 'failedLast'
      ? t('statistics.red.failedLast')
      : t(`statistics.red.${reason}`, {
          change: words.changeBetween(reason, item.now, item.before!).text,
        });
  return (
    <Card label={title} tone={red.length > 0 ? 'failed' : undefined}>
      <CardTitle
        title={title}
        scope={
          error ? t('statistics.red.incomplete') : t('statistics.red.scope')
        }
      >
        {red.length > MOST && (
          <TextButton size="small" color="primary" onClick={() => setAll(!all)}>
            {all
              ? t('statistics.showFewer')
              : t('statistics.showAll', { all: String(red.length) })}
          </TextButton>
        )}
      </CardTitle>
      {red.length === 0 ? (
        !error && (
          <p className={classes.none}>
            <CheckCircleOutline style={{ fontSize: sizes.icon }} aria-hidden />
            {t('statistics.red.none')}
          </p>
        )
      ) : (
        <DataTable
          label={title}
          items={all ? red : red.slice(0, MOST)}
          idOf={({ workflow }) => workflow.id}
          columns={[
            {
              id: 'workflow',
              label: t('statistics.columns.workflow'),
              cell: ({ workflow }) => (
                <Link to={workflowHref(workflow)}>{workflow.title}</Link>
              ),
            },
            {
              id: 'why',
              label: t('statistics.columns.why'),
              cell: item => (
                <ul className={classes.reasons}>
                  {item.reasons.map(reason => (
                    <li key={reason} className={classes.reason}>
                      {reasonOf(reason, item)}
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              id: 'failureRate',
              label: t('statistics.names.failureRate'),
              number: true,
              cell: item => number('failureRate', item),
            },
            {
              id: 'sla',
              label: t('statistics.names.sla'),
              number: true,
              cell: item => number('sla', item),
            },
            {
              id: 'last',
              label: t('statistics.columns.lastFailure'),
              cell: ({ lastFailure }) =>
                lastFailure ? (
                  <Link to={hrefOf(lastFailure.id)}>
                    <Timestamp
                      value={lastFailure.completedAt ?? lastFailure.queuedAt}
                    />
                  </Link>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}
