import { makeStyles } from '@material-ui/core/styles';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import OpenInNew from '@material-ui/icons/OpenInNew';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  hasEnded,
  progressText,
  RunId,
  RunSnapshot,
  SegmentedProgress,
  sizes,
  statusColorsOf,
  StatusChip,
  Tag,
  Timestamp,
  useForecast,
  useFormats,
  useNow,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ForecastNote } from '../forecast/ForecastNote';
import { outlookOf } from '../forecast/outlook';
import { Card } from '../layout/Card';
import { entityName } from '../layout/entityName';
import { Fact } from '../layout/Fact';
import { LineageFact } from './LineageFact';
import { ExportMenu } from '../header/ExportMenu';
import { OwnerFact } from '../header/OwnerFact';
import { SlaFact } from '../header/SlaFact';
import { TagEditor } from '../header/TagEditor';
import { WatchButton } from '../header/WatchButton';
import { RunActions } from './RunActions';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 16px',
      minHeight: 36,
    },
    name: {
      margin: 0,
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    tags: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: sizes.chipGap,
      marginTop: 8,
      minHeight: sizes.chip,
    },
    chips: { display: 'flex', flexWrap: 'wrap', gap: sizes.chipGap },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: 8,
      marginLeft: 'auto',
    },
    clip: { overflow: 'hidden', marginTop: 12 },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '12px 0',
      // The line before the first fact of each row falls off the edge.
      margin: '0 0 0 -25px',
      '& > *': {
        padding: '0 24px',
        borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
      '& dd': { maxWidth: 240 },
    },
    progress: {
      display: 'grid',
      gridTemplateColumns: '1fr auto',
      gap: '4px 8px',
      alignContent: 'start',
      boxSizing: 'content-box',
      flex: 'none',
      width: 304,
      maxWidth: '100%',
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      '& > dt': { color: statusColorsOf(theme).quiet },
      '& > dd': { margin: 0, maxWidth: 'none' },
    },
    bar: { gridColumn: '1 / -1', margin: '4px 0 2px' },
    count: { fontWeight: 500 },
    note: {
      gridColumn: '1 / -1',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsRunHeader' },
);

/** What a run is, how far it is, and what may be done to it. */
export function RunHeader(props: {
  snapshot: RunSnapshot;
  hrefOf?: (runId: string) => string;
}) {
  const { snapshot, hrefOf } = props;
  const { run } = snapshot;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Card padded label={run.workflow.title}>
      <div className={classes.head}>
        <h2 className={classes.name}>
          <bdi>{run.workflow.title}</bdi>
        </h2>
        <RunId id={run.id} copy />
        <div className={classes.chips}>
          <StatusChip
            status={run.status}
            label={
              run.pauseRequested && run.status === 'running'
                ? t('run.pausing')
                : undefined
            }
          />
          {run.partial && <Tag>{t('run.partial')}</Tag>}
          <Tag>{run.environment}</Tag>
          {run.workflowVersion && <Tag>v{run.workflowVersion}</Tag>}
          {run.priority !== 'normal' && (
            <Tag
              icon={
                run.priority === 'high' ? (
                  <ArrowUpward style={{ fontSize: 14 }} aria-hidden />
                ) : (
                  <ArrowDownward style={{ fontSize: 14 }} aria-hidden />
                )
              }
            >
              {t('run.priority', { priority: words('priority', run.priority) })}
            </Tag>
          )}
          {run.backfill && <Tag>{t('run.backfill')}</Tag>}
        </div>
        <div className={classes.actions}>
          <WatchButton snapshot={snapshot} />
          <ExportMenu run={run} />
          <RunActions snapshot={snapshot} />
        </div>
      </div>
      <div className={classes.tags}>
        <TagEditor run={run} />
      </div>
      <div className={classes.clip}>
        <dl className={classes.facts}>
          <ProgressFact snapshot={snapshot} />
          <SlaFact run={run} />
          <TimeFact run={run} />
          <Fact
            label={t('run.triggeredBy')}
            note={`${words('trigger', run.triggerType)}, ${words(
              'actor',
              run.actor,
            )}`}
            title={run.triggeredBy ?? undefined}
          >
            {run.triggeredBy ? entityName(run.triggeredBy) : '–'}
          </Fact>
          <OwnerFact run={run} />
          {run.retries > 0 && (
            <Fact label={t('run.retries')} note={t('run.retriesNote')}>
              {run.retries}
            </Fact>
          )}
          {run.businessEventId && (
            <Fact label={t('run.businessEvent')} title={run.businessEventId}>
              <BusinessEvent run={run} />
            </Fact>
          )}
          {run.nativeStatus && (
            <Fact label={t('run.nativeStatus')}>{run.nativeStatus}</Fact>
          )}
          {run.taskQueue && (
            <Fact label={t('run.taskQueue')} title={run.taskQueue}>
              {run.taskQueue}
            </Fact>
          )}
          <LineageFact run={run} hrefOf={hrefOf} />
        </dl>
      </div>
    </Card>
  );
}

function BusinessEvent(props: { run: Run }) {
  const { businessEventId: id, businessEventUrl: url } = props.run;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!id || !url) return <>{id}</>;
  return (
    <Link to={url} title={t('run.openEvent', { id })}>
      {id}
      <OpenInNew
        style={{ fontSize: 14, marginLeft: 4, verticalAlign: 'text-bottom' }}
        aria-hidden
      />
    </Link>
  );
}

function ProgressFact(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const forecast = useForecast(run);
  const now = useNow(forecast?.finish ? 1_000 : null);
  const outlook = outlookOf(forecast, steps, now);
  const failed = steps.find(step => step.stepKey === run.error?.stepKey);
  const skipped = steps.filter(
    step => step.status === 'skipped' && step.skipReason !== 'condition',
  ).length;
  const notes = [
    run.status === 'completed' && t('run.progressNote.done'),
    run.status === 'queued' && t('run.progressNote.waiting'),
    run.status === 'running' &&
      t('run.progressNote.running', { count: run.currentSteps.length }),
    run.status === 'failed' &&
      failed &&
      t('run.progressNote.stopped', { number: String(failed.stepNumber) }),
    hasEnded(run.status) &&
      skipped > 0 &&
      t('run.progressNote.skipped', { count: skipped }),
  ].filter(Boolean);
  return (
    <div className={classes.progress}>
      <dt>{t('run.progress')}</dt>
      <dd className={classes.count}>{progressText(run.progress)}</dd>
      <dd className={classes.bar}>
        <SegmentedProgress progress={run.progress} steps={steps} />
      </dd>
      <dd className={classes.note}>
        {outlook ? (
          <ForecastNote outlook={outlook} />
        ) : (
          notes.join(' · ') || '\u00a0'
        )}
      </dd>
    </div>
  );
}

function TimeFact(props: { run: Run }) {
  const { run } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (!run.startedAt) {
    return (
      <Fact label={t('run.duration')} note={<Timestamp value={run.queuedAt} />}>
        {t('run.notStarted')}
      </Fact>
    );
  }
  const queuedMs = Date.parse(run.startedAt) - Date.parse(run.queuedAt);
  return (
    <Fact
      label={t('run.duration')}
      note={
        <>
          {t('run.started', {
            time: <Timestamp value={run.startedAt} format="time" />,
          })}
          {queuedMs >= 1_000 &&
            ` · ${t('run.queuedFor', {
              duration: formats.duration(queuedMs),
            })}`}
        </>
      }
    >
      <Duration
        value={run.durationMs}
        from={run.startedAt}
        to={run.completedAt}
      />
    </Fact>
  );
}
