import { forwardRef, memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Replay from '@material-ui/icons/Replay';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  AllowedAction,
  Step,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
import { ActionButton } from '../actions';
import { StatusIcon, useWords } from '../status';
import { sizes, statusColorsOf } from '../theme';
import { Duration } from '../time';
import { workflowRunsTranslationRef } from '../translation';

/** Pixels of a row that has nothing to say but its step. */
export const ROW_HEIGHT = 40;
/** Where the line between the steps runs: through the middle of their icons. */
const LINE_X = sizes.cardPaddingX + sizes.icon / 2;

const useStyles = makeStyles(
  theme => ({
    row: {
      position: 'absolute',
      left: 0,
      top: 0,
      width: '100%',
      boxSizing: 'border-box',
      minHeight: ROW_HEIGHT,
      padding: `4px ${sizes.cardPaddingX}px`,
      fontSize: 13,
      lineHeight: '20px',
      '&::before': {
        content: '""',
        position: 'absolute',
        left: LINE_X,
        top: 0,
        bottom: 0,
        borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
      '&:first-child::before': { top: ROW_HEIGHT / 2 },
      '&:last-child::before': { bottom: 'auto', height: ROW_HEIGHT / 2 },
    },
    step: {
      position: 'relative',
      display: 'flex',
      // In a narrow column the name keeps its line.
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '0 12px',
      minHeight: sizes.control,
    },
    // Stands on the line, which must not show through it.
    icon: {
      display: 'inline-flex',
      padding: '2px 0',
      alignSelf: 'flex-start',
      marginTop: (sizes.control - sizes.icon) / 2 - 2,
      backgroundColor: theme.palette.background.paper,
    },
    name: {
      minWidth: 0,
      maxWidth: `calc(100% - ${sizes.icon + 12}px)`,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    quiet: {
      flex: 'none',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    end: {
      flex: 'none',
      display: 'flex',
      alignItems: 'center',
      gap: 12,
      marginLeft: 'auto',
    },
    text: {
      paddingLeft: sizes.icon + 12,
      paddingBottom: 4,
      fontSize: 12,
      lineHeight: '16px',
      overflowWrap: 'anywhere',
    },
    error: { color: statusColorsOf(theme).failed.text },
    note: { color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsTimelineRow' },
);

interface TimelineRowProps {
  step: Step;
  /** Place in the whole list, from 0. */
  index: number;
  count: number;
  top: number;
  /** Undefined where there is nothing to retry. */
  retry: AllowedAction | undefined;
  onRetry: (actionId: string) => void;
}

/** A step: status, name, how long it took, why it failed, and a retry where one helps. */
export const TimelineRow = memo(
  forwardRef<HTMLLIElement, TimelineRowProps>(function TimelineRowContent(
    { step, index, count, top, retry, onRetry },
    ref,
  ) {
    const classes = useStyles();
    const words = useWords();
    const { t } = useTranslationRef(workflowRunsTranslationRef);
    const { status, attempts, skipReason, progress, error } = step;
    const note =
      (status === 'skipped' && skipReason && words('skipReason', skipReason)) ||
      (status === 'running' && progress?.message);
    return (
      <li
        ref={ref}
        data-index={index}
        aria-posinset={index + 1}
        aria-setsize={count}
        className={classes.row}
        style={{ transform: `translateY(${top}px)` }}
      >
        <div className={classes.step}>
          <span className={classes.icon}>
            <StatusIcon status={status} title={words('status', status)} />
          </span>
          <span className={classes.name} title={step.name}>
            {step.name}
            {step.itemIndex < 0 ? '' : ` [${step.itemIndex}]`}
          </span>
          <span className={classes.quiet}>{words('stepType', step.type)}</span>
          <span className={classes.end}>
            {attempts > 1 && (
              <span className={classes.quiet}>
                {t('execution.attempts', { count: attempts })}
              </span>
            )}
            {retry && (
              <ActionButton
                action={retry}
                size="small"
                aria-label={t('execution.retryStep', {
                  number: String(step.stepNumber),
                  name: step.name,
                })}
                startIcon={<Replay style={{ fontSize: sizes.icon }} />}
                onClick={() => onRetry(stepIdOf(step))}
              >
                {t('execution.retry')}
              </ActionButton>
            )}
            <Duration
              value={step.durationMs}
              from={step.startedAt}
              to={step.completedAt}
            />
          </span>
        </div>
        {error && (
          <div className={`${classes.text} ${classes.error}`}>
            {error.message}
          </div>
        )}
        {note && (
          <div className={`${classes.text} ${classes.note}`}>{note}</div>
        )}
      </li>
    );
  }),
);
