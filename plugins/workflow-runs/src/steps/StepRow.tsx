import { memo } from 'react';
import MoreVert from '@material-ui/icons/MoreVert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  StatusIcon,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { AttemptBar, BackoffBar } from './AttemptBar';
import { barsOf } from './attemptBars';
import { useStepStyles } from './styles';
import { TimeDomain } from './timeAxis';

const none: Attempt[] = [];

/** A step: what it is at the left, its attempts on the time axis at the right. */
export const StepRow = memo(function StepRowContent(props: {
  id: string;
  step: Step;
  attempts: Attempt[] | undefined;
  /** Place in the whole list, from 0. */
  index: number;
  top: number;
  selected: boolean;
  active: boolean;
  domain: TimeDomain;
  /** Changes each second only for rows that are under way. */
  now: number;
  axisWidth: number;
  showType: boolean;
  onSelect: (index: number) => void;
  onMenu: (step: Step) => void;
}) {
  const { id, step, attempts = none, index, top, selected, active } = props;
  const { domain, now, axisWidth, showType, onSelect, onMenu } = props;
  const classes = useStepStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const idle = step.status === 'pending' || step.status === 'skipped';
  const status = words('status', step.status);
  return (
    // The grid has the focus and handles the keys; rows take clicks.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={[
        classes.columns,
        showType ? classes.withType : '',
        classes.row,
        selected ? classes.selected : '',
        active && !selected ? classes.active : '',
      ].join(' ')}
      style={{ transform: `translateY(${top}px)`, top: 0 }}
      onClick={() => onSelect(index)}
    >
      <div role="gridcell" className={classes.name}>
        <StatusIcon status={step.status} title={status} />
        <span className={classes.number}>{step.stepNumber}</span>
        <span
          className={`${classes.words} ${idle ? classes.muted : ''}`}
          style={{ fontWeight: selected ? 500 : undefined }}
          title={step.name}
        >
          {step.name}
        </span>
        <span className={classes.duration}>
          {step.attempts > 1 && (
            <span className={classes.muted}>×{step.attempts} </span>
          )}
          <Duration
            value={step.durationMs}
            from={step.startedAt}
            to={step.completedAt}
          />
        </span>
        {/* By keyboard, the grid opens the menu of its active row. */}
        <button
          type="button"
          tabIndex={-1}
          className={classes.menu}
          aria-label={t('stepActions.label', { step: step.name })}
          onClick={event => {
            event.stopPropagation();
            onMenu(step);
          }}
        >
          <MoreVert style={{ fontSize: 18 }} aria-hidden />
        </button>
      </div>
      {showType && (
        <div role="gridcell" className={classes.type}>
          {words('stepType', step.type)}
        </div>
      )}
      <div role="gridcell" className={classes.timeline}>
        {step.status === 'skipped' && step.skipReason && (
          <span className={classes.skippedWords}>
            {t('steps.skippedBecause', {
              reason: words('skipReason', step.skipReason).toLowerCase(),
            })}
          </span>
        )}
        {barsOf(step, attempts, domain, now).map(bar =>
          bar.kind === 'attempt' ? (
            <AttemptBar
              key={`${bar.attempt.generation}.${bar.attempt.number}`}
              attempt={bar.attempt}
              from={bar.from}
              to={bar.to}
              last={bar.last}
              width={axisWidth}
              labelled={attempts.length > 1}
            />
          ) : (
            <BackoffBar key={`backoff-${bar.from}`} {...bar} />
          ),
        )}
      </div>
    </div>
  );
});
