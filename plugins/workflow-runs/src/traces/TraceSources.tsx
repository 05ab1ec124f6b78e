import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  statusColorsOf,
  useTraceSources,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { makeStyles } from '@material-ui/core/styles';
import { SourceProblem } from '../telemetry/SourceProblem';
import { Waterfall } from './Waterfall';

const useStyles = makeStyles(
  theme => ({
    heading: { margin: '0 0 4px', fontSize: 13, fontWeight: 500 },
    note: {
      margin: '4px 0 0',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsTraceSources' },
);

/** The whole trace of a run, as each tracing tool of the portal knows it; nothing where there is none. */
export function TraceSources(props: { runId: string; traceId: string }) {
  const { runId, traceId } = props;
  const { sources, error, reload } = useTraceSources(runId, traceId);
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  if (error) {
    return (
      <ErrorState
        dense
        error={error}
        title={t('traces.error')}
        onRetry={reload}
      />
    );
  }
  return (
    <>
      {sources.map((source, index) => {
        const title = t('traces.from', { provider: source.provider });
        return (
          <section key={index} aria-label={title}>
            <h3 className={classes.heading}>{title}</h3>
            <SourceProblem source={source} onRetry={reload} />
            {source.spans.length > 0 && (
              <Waterfall label={title} spans={source.spans} />
            )}
            {source.isCut && (
              <p className={classes.note}>
                {t('traces.cut', { number: String(source.spans.length) })}
              </p>
            )}
          </section>
        );
      })}
    </>
  );
}
