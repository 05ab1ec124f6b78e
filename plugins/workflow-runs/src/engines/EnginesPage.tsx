import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ObservedEngine } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  EmptyState,
  statusColorsOf,
  Timestamp,
  useEngines,
  useStatusColors,
  useSyncEngine,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Column, DataTable } from '../layout/DataTable';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { SyncButton } from './SyncButton';

const useStyles = makeStyles(
  theme => ({
    body: { padding: '8px 20px 16px' },
    about: {
      margin: '4px 0 8px',
      maxWidth: 760,
      fontSize: 13,
      color: statusColorsOf(theme).quiet,
    },
    // A name is broken between its words alone.
    name: { display: 'block', minWidth: 96, fontWeight: 500 },
    quiet: { color: statusColorsOf(theme).quiet, fontSize: 12 },
    error: { color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsEnginesPage' },
);

/** Engines that run workflows elsewhere: how it goes with asking them, and a way to ask them now. */
export function EnginesPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  const source = useEngines();
  const request = useSyncEngine();
  const { value } = source;
  return (
    <Card label={t('engines.title')}>
      <PanelBody
        source={source}
        title={t('engines.error')}
        rows={3}
        empty={
          value?.length === 0 ? (
            <EmptyState title={t('engines.empty')}>
              {t('engines.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        {value && (
          <div className={classes.body}>
            <p className={classes.about}>{t('engines.about')}</p>
            {request.phase === 'refused' && (
              <Notice tone="failed" role="alert">
                {describeError(request.error).message}
              </Notice>
            )}
            <EngineTable engines={value} request={request} />
          </div>
        )}
      </PanelBody>
    </Card>
  );
}

function EngineTable(props: {
  engines: ObservedEngine[];
  request: ReturnType<typeof useSyncEngine>;
}) {
  const { engines, request } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const columns: Column<ObservedEngine>[] = [
    {
      id: 'engine',
      label: t('engines.engine'),
      cell: ({ id, title }) => (
        <>
          <bdi className={classes.name}>{title}</bdi>
          <code className={classes.quiet}>{id}</code>
        </>
      ),
    },
    {
      id: 'environment',
      label: t('engines.environment'),
      cell: ({ environment }) => environment,
    },
    {
      id: 'state',
      label: t('engines.state'),
      cell: engine => <State engine={engine} />,
    },
    {
      id: 'known',
      label: t('engines.known'),
      cell: ({ syncedAt, state }) =>
        syncedAt ? (
          <Timestamp value={syncedAt} />
        ) : (
          t(state === 'pushed' ? 'engines.asItHappens' : 'engines.never')
        ),
    },
    {
      id: 'backlog',
      label: t('engines.backlog'),
      cell: ({ backlog }) => <Backlog backlog={backlog} />,
    },
    {
      id: 'sync',
      label: '',
      cell: ({ id, title, sync, state }) =>
        state === 'pushed' ? null : (
          <SyncButton
            sync={sync}
            label={t('engines.syncOne', { engine: title })}
            isSending={request.phase === 'sending'}
            onSync={() => request.send(id)}
          />
        ),
    },
  ];
  return (
    <DataTable
      label={t('engines.title')}
      items={engines}
      idOf={({ id }) => id}
      columns={columns}
    />
  );
}

function State(props: { engine: ObservedEngine }) {
  const { state, isStale, lastError, lastErrorAt, retryAt } = props.engine;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const isInTrouble = state === 'backing_off';
  const color = () => {
    if (isInTrouble) return colors.failed.text;
    if (isStale) return colors.waiting.text;
    return state === 'syncing' ? colors.running.text : colors.quiet;
  };
  return (
    <>
      <span style={{ color: color() }}>
        {t(`engines.is.${state}`)}
        {isStale && ` · ${t('engines.isBehind')}`}
      </span>
      {lastError && (
        <div className={classes.quiet}>
          <span className={classes.error}>{lastError}</span>
          {lastErrorAt && (
            <>
              {' · '}
              <Timestamp value={lastErrorAt} />
            </>
          )}
        </div>
      )}
      {retryAt && (
        <div className={classes.quiet}>
          {t('engines.retry', {
            time: <Timestamp value={retryAt} format="time" />,
          })}
        </div>
      )}
    </>
  );
}

function Backlog(props: Pick<ObservedEngine, 'backlog'>) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (props.backlog.length === 0) return <>–</>;
  return (
    <>
      {props.backlog.map(({ kind, count, runs }) => (
        <div key={kind}>
          {t(`engines.kind.${kind}`, { count })}
          {runs > 0 && (
            <span className={classes.quiet}>
              {' '}
              {t('engines.told', { number: runs.toLocaleString() })}
            </span>
          )}
        </div>
      ))}
    </>
  );
}
