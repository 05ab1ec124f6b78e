import OpenInNew from '@material-ui/icons/OpenInNew';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  EmptyState,
  monospace,
  RunSnapshot,
  statusColorsOf,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SpanTable } from './SpanTable';
import { traceLink } from './traceLink';
import { TraceSources } from './TraceSources';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '16px 20px 20px', display: 'grid', gap: 16 },
    heading: { margin: 0, fontSize: 13, fontWeight: 500 },
    trace: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 8px',
      marginTop: 4,
    },
    id: { fontFamily: monospace, fontSize: 12, overflowWrap: 'anywhere' },
    open: { display: 'inline-flex', alignItems: 'center', gap: 4 },
    note: { color: statusColorsOf(theme).quiet, fontSize: 12 },
  }),
  { name: 'WorkflowRunsTraces' },
);

/** The trace of this passage of the run, and the spans of its steps. */
export function TracesPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const { traceId } = run.diagnostics;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const config = useApi(configApiRef);
  const spans = steps.filter(step => step.spanId !== null);
  if (!traceId && spans.length === 0) {
    return (
      <EmptyState dense title={t('traces.none')}>
        {t('traces.noneHint', { engine: words('engine', run.workflow.engine) })}
      </EmptyState>
    );
  }
  const link = traceLink(
    config.getOptionalString('workflowRuns.traces.url'),
    traceId ?? '',
  );
  return (
    <div className={classes.root}>
      {traceId && (
        <section aria-label={t('traces.trace')}>
          <h3 className={classes.heading}>{t('traces.trace')}</h3>
          <div className={classes.trace}>
            <span className={classes.id}>{traceId}</span>
            <CopyButton text={traceId} label={t('traces.copyTrace')} />
            {link.kind === 'link' && (
              <Link to={link.url} className={classes.open}>
                {t('traces.open')}
                <OpenInNew style={{ fontSize: 14 }} aria-hidden />
              </Link>
            )}
          </div>
          {link.kind !== 'link' && (
            <p className={classes.note} style={{ margin: '4px 0 0' }}>
              {t(link.kind === 'bad' ? 'traces.badUrl' : 'traces.unlinked')}
            </p>
          )}
        </section>
      )}
      {traceId && <TraceSources runId={run.id} traceId={traceId} />}
      <section aria-label={t('traces.spans')}>
        <h3 className={classes.heading}>{t('traces.spans')}</h3>
        {spans.length === 0 ? (
          <p className={classes.note}>{t('traces.noSpans')}</p>
        ) : (
          <SpanTable steps={spans} />
        )}
      </section>
      <p className={classes.note} style={{ margin: 0 }}>
        {t('traces.whereSpans')}
      </p>
    </div>
  );
}
