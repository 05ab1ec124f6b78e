import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  Announcer,
  ConnectionAnnouncer,
  ConnectionNote,
  ErrorState,
  LiveIndicator,
  RunSnapshot,
  sizes,
  describeError,
  useFormats,
  useRun,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { QuestionCards } from '../approvals/QuestionCards';
import { FreshnessNote } from '../engines/FreshnessNote';
import { HeldCards } from '../interventions/HeldCards';
import { MixedCard } from '../interventions/MixedCard';
import { RollbackCard } from '../interventions/RollbackCard';
import { CardBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { ClockNote } from '../layout/ClockNote';
import { OperationsProvider } from '../operate/OperationsContext';
import { RevealProvider } from '../privacy/RevealProvider';
import { StepsCard } from '../steps/StepsCard';
import { NowStrip } from './NowStrip';
import { RunHeader } from './RunHeader';
import { RunPageSkeleton } from './RunPageSkeleton';
import { RunTabs } from './RunTabs';
import { RunPlace, RunTitle } from './RunTitle';
import { useRunHref } from './useRunHref';
import { useRunUrl } from './useRunUrl';
import { WhatHappened } from './WhatHappened';

const useStyles = makeStyles(
  {
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    top: {
      display: 'flex',
      alignItems: 'center',
      gap: 16,
      // Room for what is said of the connection: nothing moves when it is.
      minHeight: 40,
      margin: '-10px 0',
      fontSize: 13,
    },
    notes: {
      display: 'flex',
      alignItems: 'center',
      gap: 12,
      marginLeft: 'auto',
    },
  },
  { name: 'WorkflowRunsRunPage' },
);

/** One run, top to bottom: what it is, what happened, what runs now, its steps, its details. */
export function RunPage(props: {
  runId: string;
  /** What else stands around it; a tab, where it is not given. */
  place?: RunPlace;
  /** Where a run that is launched from here opens; the page of all runs where it is not given. */
  hrefOf?: (runId: string) => string;
}) {
  const { runId, place = 'tab', hrefOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { snapshot, error, connection, reload } = useRun(runId);
  const formats = useFormats();
  const { purgedAt } = describeError(error);
  const url = useRunUrl();
  const pageOf = useRunHref();

  const top = (
    <div className={classes.top}>
      <RunTitle place={place} runId={runId} run={snapshot?.run} />
      <div className={classes.notes}>
        <ClockNote />
        {snapshot && (
          <>
            <FreshnessNote snapshot={snapshot} />
            <ConnectionNote connection={connection} onRetry={reload} />
            <ConnectionAnnouncer connection={connection} />
            <LiveIndicator connection={connection} />
          </>
        )}
      </div>
    </div>
  );

  if (!snapshot) {
    return (
      <div className={classes.root}>
        {top}
        {error ? (
          <Card>
            <ErrorState
              error={error}
              title={t('run.error')}
              notFound={
                purgedAt
                  ? t('run.purged', { time: formats.absolute(purgedAt) })
                  : t('run.notFound')
              }
              onRetry={reload}
            />
          </Card>
        ) : (
          <RunPageSkeleton onRetry={reload} />
        )}
      </div>
    );
  }
  const { status } = snapshot.run;
  return (
    <OperationsProvider snapshot={snapshot} hrefOf={hrefOf ?? pageOf}>
      <RevealProvider runId={runId}>
        <div className={classes.root}>
          {top}
          <StatusAnnouncer snapshot={snapshot} />
          <CardBoundary part={t('run.parts.header')}>
            <RunHeader snapshot={snapshot} hrefOf={hrefOf} />
          </CardBoundary>
          <CardBoundary part={t('run.parts.happened')}>
            {(status === 'failed' || status === 'canceled') && (
              <WhatHappened snapshot={snapshot} onOpenStep={url.setStep} />
            )}
          </CardBoundary>
          <CardBoundary part={t('run.parts.decisions')}>
            <QuestionCards snapshot={snapshot} onOpenStep={url.setStep} />
            <HeldCards snapshot={snapshot} onOpenStep={url.setStep} />
          </CardBoundary>
          <CardBoundary part={t('run.parts.rollback')}>
            <RollbackCard snapshot={snapshot} onOpenStep={url.setStep} />
          </CardBoundary>
          <CardBoundary part={t('run.parts.mixed')}>
            <MixedCard snapshot={snapshot} />
          </CardBoundary>
          <CardBoundary part={t('now.title')}>
            <NowStrip snapshot={snapshot} onOpenStep={url.setStep} />
          </CardBoundary>
          <CardBoundary part={t('steps.title')}>
            <StepsCard
              snapshot={snapshot}
              view={url.view}
              onView={url.setView}
              selected={url.step}
              onSelect={url.setStep}
            />
          </CardBoundary>
          <CardBoundary part={t('tabs.label')}>
            <RunTabs snapshot={snapshot} url={url} />
          </CardBoundary>
        </div>
      </RevealProvider>
    </OperationsProvider>
  );
}

/** Tells of the end and of other turns of a run, not of each step. */
function StatusAnnouncer(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const failed = steps.find(step => step.stepKey === run.error?.stepKey);
  return (
    <Announcer
      message={
        run.status === 'failed' && failed
          ? t('run.announceFailed', {
              workflow: run.workflow.title,
              step: failed.name,
            })
          : t('run.announce', {
              workflow: run.workflow.title,
              status: words('status', run.status),
            })
      }
    />
  );
}
