import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RunSnapshot,
  useForecast,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { isFinished } from '../filterSteps';
import { GanttGrid } from './GanttGrid';
import { GanttLegend } from './GanttLegend';
import { closedAround, ganttRows, isClosedAtFirst, RowKind } from './rows';
import { TimeWindow } from './useTimeWindow';

/** When everything in a run happened: a row for each step, a bar for each attempt. */
export function Gantt(props: {
  snapshot: RunSnapshot;
  /** Those that are shown. */
  steps: Step[];
  /** Some were filtered away: then nothing is closed, so that what is looked for is seen. */
  filtered: boolean;
  window: TimeWindow;
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
}) {
  const { snapshot, steps, filtered, window, selected, onSelect } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [hideFinished, setHideFinished] = useState(false);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());

  const shown = useMemo(
    () => (hideFinished ? steps.filter(step => !isFinished(step)) : steps),
    [steps, hideFinished],
  );
  const isOpen = useCallback(
    (id: string, kind: RowKind) =>
      filtered || isClosedAtFirst(kind) === toggled.has(id),
    [filtered, toggled],
  );
  const rows = useMemo(() => ganttRows(shown, isOpen), [shown, isOpen]);
  const forecast = useForecast(snapshot.run);
  const usual = useMemo(
    () => new Map(forecast?.steps.map(step => [step.stepKey, step])),
    [forecast],
  );
  const toggle = useCallback(
    (id: string) =>
      setToggled(before => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  useEffect(() => {
    if (selected !== undefined) closedAround(rows, selected).forEach(toggle);
    // A step that is selected is shown; who closes its group afterwards may.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  return (
    <>
      {rows.length === 0 ? (
        <EmptyState title={t('steps.allFinished')} dense>
          {t('steps.allFinishedHint')}
        </EmptyState>
      ) : (
        <GanttGrid
          snapshot={snapshot}
          rows={rows}
          usual={usual}
          window={window}
          selected={selected}
          onSelect={onSelect}
          onToggle={toggle}
        />
      )}
      <GanttLegend
        hasUsual={usual.size > 0}
        hasForecast={Boolean(forecast?.finish)}
        hideFinished={hideFinished}
        hidden={steps.length - shown.length}
        onHideFinished={setHideFinished}
      />
    </>
  );
}
