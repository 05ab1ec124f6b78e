import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  monospace,
  RedactedText,
  sizes,
  statusColorsOf,
  StatusIcon,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      fontSize: 13,
      lineHeight: '20px',
      fontVariantNumeric: 'tabular-nums',
    },
    attempt: {
      display: 'grid',
      gridTemplateColumns: '16px 16px minmax(0, 1fr) auto auto',
      alignItems: 'center',
      gap: 8,
      padding: '2px 0',
    },
    message: {
      fontFamily: monospace,
      fontSize: 12,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    quiet: { fontSize: 12, color: statusColorsOf(theme).quiet },
    unexpected: { fontSize: 12, color: statusColorsOf(theme).waiting.text },
    backoff: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      paddingLeft: 48,
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    hatch: {
      width: 20,
      height: sizes.hatch,
      backgroundImage: `repeating-linear-gradient(135deg, ${
        statusColorsOf(theme).skipped.fill
      } 0 1px, transparent 1px 4px)`,
    },
    details: {
      margin: '0 0 4px 48px',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      '& > summary': { cursor: 'pointer' },
      '& > pre': {
        margin: '4px 0',
        padding: 8,
        maxHeight: 200,
        overflow: 'auto',
        fontFamily: monospace,
        fontSize: 11,
        lineHeight: '16px',
        color: theme.palette.text.primary,
        backgroundColor: statusColorsOf(theme).well,
        borderRadius: sizes.radius.control,
      },
    },
  }),
  { name: 'WorkflowRunsAttemptList' },
);

/** Each try of a step, with the waits between them. */
export function AttemptList(props: { step: Step; attempts: Attempt[] }) {
  const { step, attempts } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const unseen = step.attempts - attempts.filter(isOf(step)).length;
  return (
    <ol className={classes.list}>
      {unseen > 0 && (
        <li className={classes.quiet}>
          {t('panel.unseen', { count: unseen })}
        </li>
      )}
      {attempts.map((attempt, index) => {
        const next = attempts[index + 1];
        const waited =
          next && attempt.completedAt
            ? Date.parse(next.startedAt) - Date.parse(attempt.completedAt)
            : 0;
        return (
          <Fragment key={`${attempt.generation}.${attempt.number}`}>
            <AttemptRow attempt={attempt} />
            {waited > 0 && (
              <li className={classes.backoff}>
                <span className={classes.hatch} aria-hidden />
                {t('steps.backoff', { duration: formats.duration(waited) })}
              </li>
            )}
          </Fragment>
        );
      })}
    </ol>
  );
}

/** Attempts are counted anew in each passage of a run. */
function isOf({ generation }: Step) {
  return (attempt: Attempt) => attempt.generation === generation;
}

function AttemptRow(props: { attempt: Attempt }) {
  const { attempt } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const status = words('status', attempt.status);
  return (
    <li>
      <div className={classes.attempt}>
        <StatusIcon status={attempt.status} title={status} />
        <span>{attempt.number}</span>
        <span
          className={attempt.error ? classes.message : undefined}
          title={attempt.error?.message}
        >
          {attempt.error ? (
            <RedactedText text={attempt.error.message} />
          ) : (
            status
          )}
        </span>
        <Expectation attempt={attempt} />
        <Duration
          value={attempt.durationMs}
          from={attempt.startedAt}
          to={attempt.completedAt}
        />
      </div>
      {attempt.error?.stack && (
        <details className={classes.details}>
          <summary>{t('panel.stack')}</summary>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0}>{attempt.error.stack}</pre>
        </details>
      )}
    </li>
  );
}

function Expectation(props: { attempt: Attempt }) {
  const { expected } = props.attempt;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (expected === null) {
    return <span className={classes.quiet}>{t('panel.first')}</span>;
  }
  return expected ? (
    <span className={classes.quiet} title={t('panel.expectedHint')}>
      {t('panel.expected')}
    </span>
  ) : (
    <span className={classes.unexpected} title={t('panel.unexpectedHint')}>
      {t('panel.unexpected')}
    </span>
  );
}
