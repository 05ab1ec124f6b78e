import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ExternalLogLine,
  LogSource,
} from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  monospace,
  statusColorsOf,
  Tag,
  TextButton,
  Timestamp,
  useExternalLogs,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SourceProblem } from '../telemetry/SourceProblem';

const PAGE = 200;

const useStyles = makeStyles(
  theme => ({
    root: { padding: '0 20px 16px', display: 'grid', gap: 8 },
    heading: { margin: 0, fontSize: 13, fontWeight: 500 },
    lines: {
      margin: 0,
      padding: 8,
      listStyle: 'none',
      maxHeight: 320,
      overflow: 'auto',
      borderRadius: 4,
      backgroundColor: statusColorsOf(theme).well,
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
    },
    line: { display: 'flex', gap: 8, alignItems: 'baseline' },
    message: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0 },
    note: { margin: 0, fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsExternalLogs' },
);

/** What the log stores of the portal hold about a run; nothing where there is none. */
export function ExternalLogs(props: { runId: string }) {
  const { sources, error, reload } = useExternalLogs(props.runId);
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  if (!error && sources.length === 0) return null;
  return (
    <div className={classes.root}>
      {Boolean(error) && (
        <ErrorState
          dense
          error={error}
          title={t('logs.externalError')}
          onRetry={reload}
        />
      )}
      {sources.map((source, index) => (
        <SourceLines key={index} source={source} onRetry={reload} />
      ))}
    </div>
  );
}

function SourceLines(props: { source: LogSource; onRetry: () => void }) {
  const { source, onRetry } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  const [most, setMost] = useState(PAGE);
  const title = t('logs.from', { provider: source.provider });
  const left = source.lines.length - most;
  const isEmpty = source.outcome === 'found' && source.lines.length === 0;
  return (
    <section aria-label={title} style={{ display: 'grid', gap: 4 }}>
      <h3 className={classes.heading}>{title}</h3>
      <SourceProblem source={source} onRetry={onRetry} />
      {isEmpty && <p className={classes.note}>{t('logs.externalNone')}</p>}
      {source.lines.length > 0 && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ol className={classes.lines} tabIndex={0} aria-label={title}>
          {source.lines.slice(0, most).map((line, index) => (
            <li key={index} className={classes.line}>
              <Timestamp value={toIso(line)} format="time" />
              <Tag size="small" title={labelsOf(line)}>
                {sourceOf(line, source.provider)}
              </Tag>
              <span className={classes.message}>{line.message}</span>
            </li>
          ))}
        </ol>
      )}
      {left > 0 && (
        <div>
          <TextButton size="small" onClick={() => setMost(most + PAGE)}>
            {t('traces.more', { number: String(Math.min(left, PAGE)) })}
          </TextButton>
        </div>
      )}
      {source.isCut && (
        <p className={classes.note}>
          {t('logs.externalCut', { number: String(source.lines.length) })}
        </p>
      )}
    </section>
  );
}

function toIso({ atNs }: ExternalLogLine): string | null {
  const at = new Date(Number(BigInt(atNs) / 1_000_000n));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The label by which people tell services apart, as far as there is one. */
function sourceOf({ labels }: ExternalLogLine, provider: string): string {
  const { service_name: service, app, job, container } = labels;
  return service ?? app ?? job ?? container ?? provider;
}

function labelsOf({ labels }: ExternalLogLine): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
