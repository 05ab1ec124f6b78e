import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Attempt, Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  shortenId,
  useLineage,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useRunHref } from '../run-page/useRunHref';
import { Pair } from './Pair';

const useStyles = makeStyles(
  { mono: { fontFamily: monospace, fontSize: 12 } },
  { name: 'WorkflowRunsStepAtEngine' },
);

/** What its engine says of a step: its status, by which worker, from which queue, in which run that it has launched. */
export function StepAtEngine(props: {
  run: Run;
  step: Step;
  attempts: readonly Attempt[];
}) {
  const { run, step, attempts } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runHref = useRunHref();
  const { lineage } = useLineage(run.id);
  // Newest first: where it has launched several, the last one counts.
  const child = lineage?.children.items.find(
    ({ stepKey }) => stepKey === step.stepKey,
  );
  const worker = attempts.at(-1)?.worker;
  const taskQueue = step.taskQueue ?? run.taskQueue;
  return (
    <>
      {step.nativeStatus && (
        <Pair label={t('run.nativeStatus')} value={step.nativeStatus} />
      )}
      {worker && (
        <Pair
          label={t('panel.worker')}
          value={<span className={classes.mono}>{worker}</span>}
        />
      )}
      {taskQueue && (
        <Pair
          label={t('panel.taskQueue')}
          value={<span className={classes.mono}>{taskQueue}</span>}
        />
      )}
      {child && (
        <Pair
          label={t('panel.childRun')}
          value={
            <Link to={runHref(child.id)}>
              {child.workflow.title} {shortenId(child.id)}
            </Link>
          }
        />
      )}
    </>
  );
}
