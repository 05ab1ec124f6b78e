import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Bone,
  Duration,
  ErrorState,
  RedactedText,
  RunId,
  sizes,
  statusColorsOf,
  StatusChip,
  useRunGlance,
  useWords,
  VisuallyHidden,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../../layout/Fact';
import { Notice } from '../../layout/Notice';

const useStyles = makeStyles(
  theme => ({
    root: {
      boxSizing: 'border-box',
      width: 400,
      maxWidth: '100%',
      padding: `${sizes.cardPaddingY}px ${sizes.cardPaddingX}px`,
      fontSize: 13,
      lineHeight: '20px',
    },
    head: { display: 'flex', alignItems: 'center', gap: 8, marginBottom: 12 },
    name: { flex: 1, minWidth: 0, fontSize: 14, fontWeight: 500 },
    title: {
      margin: '12px 0 4px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: statusColorsOf(theme).quiet,
    },
    line: { display: 'flex', alignItems: 'center', gap: 8, minHeight: 28 },
    grow: {
      flex: 1,
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    quiet: { color: statusColorsOf(theme).quiet },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    facts: {
      display: 'grid',
      gridTemplateColumns: '1fr 1fr',
      gap: 12,
      margin: 0,
    },
  }),
  { name: 'WorkflowRunsRunGlance' },
);

const MOST_STEPS = 4;
const MOST_STATES = 3;

/** What one most wants to know of a run, without opening it. */
export function RunGlance(props: {
  glance: { run: Run; anchor: HTMLElement } | undefined;
  hrefOf: (runId: string) => string;
  onClose: () => void;
}) {
  const { glance, hrefOf, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Popover
      open={glance !== undefined}
      anchorEl={glance?.anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      transitionDuration={120}
      PaperProps={{ role: 'dialog', 'aria-label': t('list.glance') }}
    >
      {glance && (
        <GlanceContent run={glance.run} href={hrefOf(glance.run.id)} />
      )}
    </Popover>
  );
}

function GlanceContent(props: { run: Run; href: string }) {
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const latest = useRunGlance(props.run.id);
  const run = latest.run ?? props.run;
  const states = (latest.run?.states ?? []).slice(-MOST_STATES).reverse();
  const more = run.currentSteps.length - MOST_STEPS;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <span className={classes.name}>
          <bdi>{run.workflow.title}</bdi> <RunId id={run.id} copy />
        </span>
        <StatusChip status={run.status} />
      </div>

      {run.error && (
        <Notice tone="failed">
          <strong>
            {words('category', run.error.category)}
            {run.error.code ? ` · ${run.error.code}` : ''}
          </strong>
          {run.error.stepKey && (
            <div>{t('list.glanceAt', { step: run.error.stepKey })}</div>
          )}
          <RedactedText text={run.error.message} />
        </Notice>
      )}
      {run.blockedReason && (
        <Notice tone="waiting">
          {t('now.blocked', { reason: run.blockedReason })}
        </Notice>
      )}

      {run.currentSteps.length > 0 && (
        <>
          <h3 className={classes.title}>{t('list.glanceSteps')}</h3>
          <ul className={classes.list}>
            {run.currentSteps.slice(0, MOST_STEPS).map(step => (
              <li
                key={`${step.stepKey} ${step.itemIndex}`}
                className={classes.line}
              >
                <span className={classes.grow}>
                  <bdi>{step.name}</bdi>
                  {step.progress?.message && (
                    <span className={classes.quiet}>
                      {' '}
                      · {step.progress.message}
                    </span>
                  )}
                </span>
                {step.attempt > 1 && (
                  <span className={classes.quiet}>
                    {t('now.attempt', { number: String(step.attempt) })}
                  </span>
                )}
                <StatusChip status={step.status} size="small" />
              </li>
            ))}
          </ul>
          {more > 0 && t('now.more', { steps: String(more) })}
        </>
      )}

      <h3 className={classes.title}>{t('list.glanceStates')}</h3>
      {latest.loading && (
        <div role="status" aria-busy>
          <VisuallyHidden>{t('states.loading')}</VisuallyHidden>
          <Bone height={20} />
        </div>
      )}
      {latest.error && !latest.run ? (
        <ErrorState
          dense
          error={latest.error}
          title={t('run.error')}
          notFound={t('run.notFound')}
          onRetry={latest.reload}
        />
      ) : (
        <ul className={classes.list}>
          {states.map(state => (
            <li key={state.enteredAt} className={classes.line}>
              <StatusChip status={state.status} size="small" />
              <span className={`${classes.grow} ${classes.quiet}`}>
                {state.reason}
              </span>
              <Duration from={state.enteredAt} to={state.leftAt} />
            </li>
          ))}
        </ul>
      )}

      {run.businessEventId && (
        <dl className={classes.facts} style={{ marginTop: 12 }}>
          <Fact label={t('run.businessEvent')}>{run.businessEventId}</Fact>
        </dl>
      )}
      <div style={{ marginTop: 12 }}>
        <Link to={props.href}>{t('list.openRun')}</Link>
      </div>
    </div>
  );
}
