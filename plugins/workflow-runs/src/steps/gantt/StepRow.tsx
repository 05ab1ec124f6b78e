import { memo } from 'react';
import MoreVert from '@material-ui/icons/MoreVert';
import Undo from '@material-ui/icons/Undo';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Attempt,
  Step,
  StepForecast,
} from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  StatusIcon,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { AttemptBar, BackoffBar, SpanBar } from './AttemptBar';
import { barsOf } from './attemptBars';
import { DisclosureButton } from './DisclosureButton';
import { INDENT } from './GroupRow';
import { GanttRow } from './rows';
import { TimeDomain } from './timeDomain';
import { ForecastBar, USUAL_FROM_RUNS, UsualMarks } from './UsualMarks';

const none: Attempt[] = [];
/** Less is written as what it is less than. */
const NO_TIME_MS = 100;

/** A step: what it is at the left, its attempts on the time axis at the right. */
export const StepRow = memo(function StepRowContent(props: {
  id: string;
  row: Extract<GanttRow, { kind: 'step' }>;
  attempts: Attempt[] | undefined;
  /** How long it took in other runs; undefined where that is not known. */
  usual: StepForecast | undefined;
  /** When what it waits for had ended; null where that cannot be said. */
  readyAt: number | null;
  /** It was completed, and then undone. */
  undone: boolean;
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
  onSelect: (step: Step) => void;
  onMenu: (step: Step) => void;
  onToggle: (rowId: string) => void;
}) {
  const { id, row, attempts = none, index, top, selected, active } = props;
  const { usual, readyAt, undone, domain, now, axisWidth, showType } = props;
  const { onSelect, onMenu, onToggle } = props;
  const { step, items, skipped, depth } = row;
  const classes = useStepStyles();
  const words = useWords();
  const formats = useFormats();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const itemsWords = (of: Step, known: number) =>
    [
      t('steps.items', { count: of.itemCount ?? known }),
      of.failedItems > 0 && t('steps.failedItems', { count: of.failedItems }),
    ]
      .filter(Boolean)
      .join(' · ');
  const expectedMs =
    step.status === 'pending' && usual && usual.n >= USUAL_FROM_RUNS
      ? usual.p50Ms
      : undefined;
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
      onClick={() => onSelect(step)}
    >
      <div
        role="gridcell"
        className={classes.name}
        style={{ paddingLeft: 20 + depth * INDENT }}
      >
        <StatusIcon status={step.status} title={status} />
        <span className={classes.number}>{step.stepNumber}</span>
        <bdi
          className={`${classes.words} ${idle ? classes.muted : ''}`}
          style={{ fontWeight: selected ? 500 : undefined }}
          title={step.name}
        >
          {step.itemIndex < 0
            ? step.name
            : t('steps.item', { number: String(step.itemIndex + 1) })}
        </bdi>
        {items && (
          <DisclosureButton
            open={items.open}
            label={itemsWords(step, items.steps.length)}
            onToggle={() => onToggle(`items:${row.id}`)}
          />
        )}
        <span className={classes.duration}>
          {undone && (
            <Undo
              className={classes.undone}
              titleAccess={words('status', 'compensated')}
            />
          )}
          {items && (
            <span className={classes.muted}>
              {itemsWords(step, items.steps.length)}{' '}
            </span>
          )}
          {step.attempts > 1 && (
            <span className={classes.muted}>×{step.attempts} </span>
          )}
          {expectedMs === undefined ? (
            <Duration
              value={step.durationMs}
              from={step.startedAt}
              to={step.completedAt}
            />
          ) : (
            <span className={classes.muted}>
              {expectedMs < NO_TIME_MS
                ? formats.duration(expectedMs)
                : t('steps.about', { duration: formats.duration(expectedMs) })}
            </span>
          )}
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
        {skipped && skipped.count > 1 && (
          <span className={classes.skippedLine} aria-hidden />
        )}
        {skipped?.first && step.skipReason && (
          <span className={classes.skippedWords}>
            {t('steps.skippedBecause', {
              count: skipped.count,
              reason: words('skipReason', step.skipReason),
            })}
          </span>
        )}
        {usual && (
          <>
            <UsualMarks
              step={step}
              usual={usual}
              domain={domain}
              width={axisWidth}
            />
            {step.status === 'pending' && (
              <ForecastBar usual={usual} domain={domain} />
            )}
          </>
        )}
        {barsOf(step, attempts, domain, now, readyAt).map(bar => {
          switch (bar.kind) {
            case 'attempt':
              return (
                <AttemptBar
                  key={`${bar.attempt.generation}.${bar.attempt.number}`}
                  step={step}
                  bar={bar}
                  width={axisWidth}
                  labelled={attempts.length > 1}
                />
              );
            case 'backoff':
              return <BackoffBar key={`backoff-${bar.from}`} bar={bar} />;
            default:
              return <SpanBar key="span" step={step} bar={bar} />;
          }
        })}
      </div>
    </div>
  );
});
