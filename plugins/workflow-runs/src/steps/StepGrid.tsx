import {
  KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  hasEnded,
  RunSnapshot,
  sizes,
  stepIdOf,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OpenMenu } from '../layout/ActionsMenu';
import { useElementWidth } from '../layout/useElementWidth';
import { useStepActions } from '../step-panel/useStepActions';
import { attemptsByStep } from './attemptBars';
import { StepRow } from './StepRow';
import { useStepStyles } from './styles';
import { domainOf } from './timeAxis';
import { GridLines, TimeAxis, useTicks } from './TimeAxis';

const MOST_ROWS = 20;
const OVERSCAN = 8;
/** Below this the time axis needs the room more than the type does. */
const TYPE_FROM_PX = 900;
/** So many rows a page key moves. */
const PAGE = 10;

/** The steps of a run as rows on a shared time axis. */
export function StepGrid(props: {
  snapshot: RunSnapshot;
  /** Those that are shown. */
  steps: Step[];
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
}) {
  const { snapshot, steps, selected, onSelect } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ended = hasEnded(snapshot.run.status);
  const started = snapshot.attempts.length > 0;
  const now = useNow(ended ? null : 1_000);
  const domain = domainOf(snapshot, now);
  const {
    ref: grid,
    element: gridElement,
    width: gridWidth,
  } = useElementWidth<HTMLDivElement>();
  const { ref: axisRef, width: axisWidth } = useElementWidth<HTMLDivElement>();
  const showType = gridWidth >= TYPE_FROM_PX;
  const ticks = useTicks(domain, axisWidth);
  const nowShown = ended || !started ? null : now;
  const attempts = useMemo(
    () => attemptsByStep(snapshot.attempts, stepIdOf),
    [snapshot.attempts],
  );

  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => gridElement,
    estimateSize: () => sizes.stepRow,
    overscan: OVERSCAN,
    // The head sticks to the top of what scrolls.
    scrollMargin: sizes.tableHead,
    scrollPaddingStart: sizes.tableHead,
    initialRect: { width: 800, height: MOST_ROWS * sizes.stepRow },
  });

  const selectedIndex = steps.findIndex(step => stepIdOf(step) === selected);
  const [moved, setMoved] = useState<number>();
  const active = selectedIndex >= 0 ? selectedIndex : moved;
  useEffect(() => {
    if (selectedIndex >= 0) {
      virtual.scrollToIndex(selectedIndex, { align: 'auto' });
    }
    // Scrolls when another step is selected, not when rows are measured.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedIndex]);

  const select = (index: number) => {
    setMoved(index);
    onSelect(stepIdOf(steps[index]));
  };
  const move = (index: number) => {
    const next = Math.min(steps.length - 1, Math.max(0, index));
    if (selected !== undefined) {
      select(next);
      return;
    }
    setMoved(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const actionsOf = useStepActions(snapshot);
  const [menu, setMenu] = useState<{ step: Step; anchor: HTMLElement }>();
  const openMenu = useCallback((step: Step) => {
    const anchor = document.getElementById(rowIdOf(step));
    if (anchor) setMenu({ step, anchor });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = active ?? -1;
    const asksForMenu =
      event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (asksForMenu && active !== undefined && steps[active]) {
      event.preventDefault();
      openMenu(steps[active]);
      return;
    }
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(from + 1),
      ArrowUp: () => move(from - 1),
      PageDown: () => move(from + PAGE),
      PageUp: () => move(from - PAGE),
      Home: () => move(0),
      End: () => move(steps.length - 1),
      Enter: () => active !== undefined && select(active),
      Escape: () => onSelect(undefined),
    };
    if (!Object.hasOwn(moves, event.key) || steps.length === 0) return;
    event.preventDefault();
    moves[event.key]();
  };

  const columns = [classes.columns, showType ? classes.withType : ''].join(' ');
  return (
    // The focus stays on the grid, which tells which row is the active one.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={grid}
      role="grid"
      aria-label={t('steps.title')}
      aria-rowcount={steps.length + 1}
      aria-readonly
      aria-activedescendant={
        active === undefined || !steps[active]
          ? undefined
          : rowIdOf(steps[active])
      }
      className={classes.scroll}
      style={{ maxHeight: MOST_ROWS * sizes.stepRow + sizes.tableHead }}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={classes.head}>
        <div
          role="row"
          aria-rowindex={1}
          className={`${columns} ${classes.headRow}`}
        >
          <div role="columnheader" className={classes.headName}>
            <span>{t('steps.step')}</span>
            <span>{t('steps.duration')}</span>
          </div>
          {showType && (
            <div role="columnheader" className={classes.type}>
              {t('steps.type')}
            </div>
          )}
          <div
            role="columnheader"
            className={classes.axis}
            ref={axisRef}
            aria-label={t('steps.timeline')}
          >
            <TimeAxis domain={domain} ticks={ticks} now={nowShown} />
          </div>
        </div>
      </div>
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        <div
          className={columns}
          style={{ position: 'absolute', inset: 0 }}
          aria-hidden
        >
          <span />
          {showType && <span />}
          <span className={classes.timeline}>
            <GridLines domain={domain} ticks={ticks} now={nowShown} />
          </span>
        </div>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const step = steps[index];
          const id = stepIdOf(step);
          return (
            <StepRow
              key={id}
              id={rowIdOf(step)}
              step={step}
              attempts={attempts.get(id)}
              index={index}
              top={start - sizes.tableHead}
              selected={index === selectedIndex}
              active={index === active}
              domain={domain}
              now={now}
              axisWidth={axisWidth}
              showType={showType}
              onSelect={select}
              onMenu={openMenu}
            />
          );
        })}
      </div>
      {menu && (
        <OpenMenu
          anchor={menu.anchor}
          opener={gridElement}
          label={t('stepActions.label', { step: menu.step.name })}
          items={actionsOf(
            steps.find(each => stepIdOf(each) === stepIdOf(menu.step)) ??
              menu.step,
          )}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}

function rowIdOf(step: Step): string {
  return `workflow-runs-step-${stepIdOf(step)}`;
}
