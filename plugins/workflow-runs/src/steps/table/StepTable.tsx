import {
  KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  RunSnapshot,
  stepIdOf,
  useClockOffset,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useElementWidth } from '../../layout/useElementWidth';
import { OVERSCAN, rowSlots } from '../rowSlots';
import { useStepStyles } from '../styles';
import { useActiveRow } from '../useActiveRow';
import { retriesByStep } from './retries';
import { SortColumn, Sorting, sortSteps } from './sortSteps';
import { StepTableRow } from './StepTableRow';
import { ROW_HEIGHT, useTableStyles } from './tableStyles';

const MOST_ROWS = 16;
const slotOf = rowSlots(MOST_ROWS);
const COLUMNS: SortColumn[] = [
  'number',
  'name',
  'type',
  'status',
  'duration',
  'attempts',
  'usage',
  'validation',
  'error',
];

/** Steps with all that can be counted of them; what the charts show, in words. */
export function StepTable(props: {
  snapshot: RunSnapshot;
  /** Those that are shown. */
  steps: Step[];
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
}) {
  const { snapshot, steps, selected, onSelect } = props;
  const classes = useTableStyles();
  const stepClasses = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [sorting, setSorting] = useState<Sorting>({
    by: 'number',
    direction: 'ascending',
  });
  const clockOffset = useClockOffset();
  const sorted = useMemo(
    () => sortSteps(steps, sorting, Date.now() + clockOffset),
    [steps, sorting, clockOffset],
  );
  const retries = useMemo(
    () => retriesByStep(snapshot.attempts),
    [snapshot.attempts],
  );
  const ids = useMemo(() => sorted.map(stepIdOf), [sorted]);
  const { ref, element } = useElementWidth<HTMLDivElement>();
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => element,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    initialRect: { width: 800, height: MOST_ROWS * ROW_HEIGHT },
  });
  const {
    index: active,
    activate,
    onKey,
  } = useActiveRow({
    ids,
    selected,
    isSelectable: () => true,
    onEnter: index => onSelect(ids[index]),
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
  const selectedIndex = ids.indexOf(selected ?? '');
  useEffect(() => {
    if (selectedIndex >= 0) {
      virtual.scrollToIndex(selectedIndex, { align: 'auto' });
    }
    // Scrolls when another step is selected, not when rows are measured.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedIndex]);

  const onKeyDown = (event: KeyboardEvent) => {
    // The buttons of the head answer keys themselves.
    if (event.target === event.currentTarget) onKey(event);
  };
  const sortBy = (by: SortColumn) =>
    setSorting(before => ({
      by,
      direction:
        before.by === by && before.direction === 'ascending'
          ? 'descending'
          : 'ascending',
    }));
  return (
    <>
      {/* The focus stays on the grid, which tells which row is the active one. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={ref}
        role="grid"
        aria-label={t('steps.table.label')}
        aria-rowcount={sorted.length + 1}
        aria-readonly
        aria-activedescendant={
          active === undefined ? undefined : rowIdOf(ids[active])
        }
        className={classes.scroll}
        style={{ maxHeight: (MOST_ROWS + 1) * ROW_HEIGHT }}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={classes.head}>
          <div
            role="row"
            aria-rowindex={1}
            className={`${classes.columns} ${classes.headRow}`}
          >
            {COLUMNS.map(column => {
              const label = t(`steps.table.${column}`);
              const isSorted = sorting.by === column;
              const Arrow =
                sorting.direction === 'ascending' ? ArrowUpward : ArrowDownward;
              return (
                <div
                  key={column}
                  role="columnheader"
                  aria-sort={isSorted ? sorting.direction : 'none'}
                  className={classes.cell}
                >
                  <button
                    type="button"
                    className={classes.sort}
                    title={t('steps.table.sortBy', { column: label })}
                    onClick={() => sortBy(column)}
                  >
                    {label}
                    {isSorted && <Arrow style={{ fontSize: 14 }} aria-hidden />}
                  </button>
                </div>
              );
            })}
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, start }) => (
            <StepTableRow
              key={slotOf(index)}
              id={rowIdOf(ids[index])}
              step={sorted[index]}
              retries={retries.get(ids[index])}
              index={index}
              top={start - ROW_HEIGHT}
              selected={index === selectedIndex}
              active={index === active}
              onSelect={select}
            />
          ))}
        </div>
      </div>
      <div className={stepClasses.legend}>{t('steps.hint')}</div>
    </>
  );
}

function rowIdOf(stepId: string): string {
  return `workflow-runs-step-${stepId}`;
}
