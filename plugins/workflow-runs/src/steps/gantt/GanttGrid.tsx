import { useCallback, useEffect, useMemo, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step, StepForecast } from 'backstage-plugin-workflow-runs-common';
import {
  hasEnded,
  RunSnapshot,
  sizes,
  stepIdOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OpenMenu } from '../../layout/ActionsMenu';
import { useElementWidth } from '../../layout/useElementWidth';
import { useStepActions } from '../../step-panel/useStepActions';
import { OVERSCAN, rowSlots } from '../rowSlots';
import { useStepStyles } from '../styles';
import { readyAt, timesOf } from '../timing';
import { useActiveRow } from '../useActiveRow';
import { attemptsByStep } from './attemptBars';
import { CriticalPathLines } from './CriticalPathLines';
import { ganttKeys } from './ganttKeys';
import { GroupRow } from './GroupRow';
import { criticalPoints, undoneSteps } from './marks';
import { GanttRow } from './rows';
import { StepRow } from './StepRow';
import { targetOf } from './timeDomain';
import { AxisMarks, GridLines, TimeAxis, useTicks } from './TimeAxis';
import { usePointer } from './usePointer';
import { TimeWindow } from './useTimeWindow';

const MOST_ROWS = 24;
const HEIGHT = MOST_ROWS * sizes.stepRow;
// The lowest rows are the most that can be in view.
const slotOf = rowSlots(Math.ceil(HEIGHT / sizes.groupRow));
/** Below this the time axis needs the room more than the type does. */
const TYPE_FROM_PX = 1_100;

const heightOf = (row: GanttRow | undefined) =>
  row?.kind === 'group' ? sizes.groupRow : sizes.stepRow;

/** The steps of a run as rows on a shared time axis. */
export function GanttGrid(props: {
  snapshot: RunSnapshot;
  rows: GanttRow[];
  /** How long steps took in other runs, by their keys. */
  usual: ReadonlyMap<string, StepForecast>;
  window: TimeWindow;
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
  /** Opens or closes what belongs to a row. */
  onToggle: (rowId: string) => void;
}) {
  const { snapshot, rows, usual, window } = props;
  const { selected, onSelect, onToggle } = props;
  const { run, steps } = snapshot;
  const { view: domain, now } = window;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const {
    ref: grid,
    element: gridElement,
    width: gridWidth,
  } = useElementWidth<HTMLDivElement>();
  const {
    ref: axisRef,
    element: axis,
    width: axisWidth,
  } = useElementWidth<HTMLDivElement>();
  usePointer(gridElement, axis, window);
  const showType = gridWidth >= TYPE_FROM_PX;
  const origin = window.full.start;
  const marks: AxisMarks = {
    origin,
    ticks: useTicks(domain, axisWidth, origin),
    now: hasEnded(run.status) || !run.startedAt ? null : now,
    target: targetOf(snapshot),
  };
  const attempts = useMemo(
    () => attemptsByStep(snapshot.attempts, stepIdOf),
    [snapshot.attempts],
  );
  const times = useMemo(() => timesOf(steps, now), [steps, now]);
  const endOf = useMemo(
    () => new Map(times.map(({ stepKey, end }) => [stepKey, end])),
    [times],
  );
  const undone = useMemo(() => undoneSteps(steps), [steps]);
  const runStart = run.startedAt ? Date.parse(run.startedAt) : null;

  // A new one lets all rows be placed anew: only when there are other rows.
  const getItemKey = useCallback((index: number) => rows[index].id, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridElement,
    estimateSize: index => heightOf(rows[index]),
    getItemKey,
    overscan: OVERSCAN,
    // The head sticks to the top of what scrolls.
    scrollMargin: sizes.tableHead,
    scrollPaddingStart: sizes.tableHead,
    initialRect: { width: 800, height: HEIGHT },
  });
  const points = useMemo(
    () => criticalPoints(rows, times, heightOf),
    [rows, times],
  );
  const ids = useMemo(() => rows.map(row => row.id), [rows]);
  const {
    index: active,
    activate,
    onKey,
  } = useActiveRow({
    ids,
    selected,
    isSelectable: index => rows[index].kind === 'step',
    onEnter: index => enter(rows[index]),
    onSelect,
    scrollTo: index => virtual.scrollToIndex(index, { align: 'auto' }),
  });
  const select = useCallback(
    (step: Step) => {
      activate(stepIdOf(step));
      onSelect(stepIdOf(step));
    },
    [activate, onSelect],
  );
  const toggle = useCallback(
    (rowId: string) => {
      activate(rowId.replace(/^items:/, ''));
      onToggle(rowId);
    },
    [activate, onToggle],
  );
  function enter(row: GanttRow) {
    if (row.kind === 'step') select(row.step);
    else toggle(row.id);
  }
  const selectedIndex = ids.indexOf(selected ?? '');
  useEffect(() => {
    if (selectedIndex >= 0) {
      virtual.scrollToIndex(selectedIndex, { align: 'auto' });
    }
    // Scrolls when another step is selected, not when rows are measured.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedIndex]);

  const actionsOf = useStepActions(snapshot);
  const [menu, setMenu] = useState<{ step: Step; anchor: HTMLElement }>();
  const openMenu = useCallback((step: Step) => {
    const anchor = document.getElementById(rowIdOf(stepIdOf(step)));
    if (anchor) setMenu({ step, anchor });
  }, []);

  const onKeyDown = ganttKeys({
    row: active === undefined ? undefined : rows[active],
    window,
    onMenu: openMenu,
    onToggle: toggle,
    onKey,
  });

  const columns = [classes.columns, showType ? classes.withType : ''].join(' ');
  const shown = virtual.getVirtualItems();
  const layer = (content: JSX.Element) => (
    <div
      className={columns}
      style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
      aria-hidden
    >
      <span />
      {showType && <span />}
      <span className={classes.timeline}>{content}</span>
    </div>
  );
  return (
    // The focus stays on the grid, which tells which row is the active one.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={grid}
      role="grid"
      aria-label={t('steps.title')}
      aria-rowcount={rows.length + 1}
      aria-readonly
      aria-activedescendant={
        active === undefined ? undefined : rowIdOf(rows[active].id)
      }
      className={classes.scroll}
      style={{ maxHeight: HEIGHT + sizes.tableHead }}
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
            <TimeAxis domain={domain} marks={marks} />
          </div>
        </div>
      </div>
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {layer(<GridLines domain={domain} marks={marks} />)}
        {shown.map(({ index, start }) => {
          const row = rows[index];
          const place = {
            id: rowIdOf(row.id),
            index,
            top: start - sizes.tableHead,
            active: index === active,
            domain,
            now,
            showType,
            onToggle: toggle,
          };
          return row.kind === 'group' ? (
            <GroupRow key={slotOf(index)} row={row} {...place} />
          ) : (
            <StepRow
              key={slotOf(index)}
              row={row}
              attempts={attempts.get(row.id)}
              usual={usual.get(row.id)}
              readyAt={readyAt(row.step, endOf, runStart)}
              undone={undone.has(row.id)}
              selected={index === selectedIndex}
              axisWidth={axisWidth}
              onSelect={select}
              onMenu={openMenu}
              {...place}
            />
          );
        })}
        {layer(
          <CriticalPathLines
            points={points}
            domain={domain}
            width={axisWidth}
            from={(shown[0]?.start ?? 0) - sizes.tableHead}
            to={shown.at(-1)?.end ?? 0}
          />,
        )}
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

function rowIdOf(rowId: string): string {
  return `workflow-runs-step-${rowId}`;
}
