import { useMemo, useRef, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  hasEnded,
  RunSnapshot,
  stepIdOf,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { SearchField } from '../layout/SearchField';
import { usePageKey } from '../layout/usePageKey';
import { StepView } from '../run-page/useRunUrl';
import { StepPanel } from '../step-panel/StepPanel';
import { filterSteps } from './filterSteps';
import { Gantt } from './gantt/Gantt';
import { useTimeWindow } from './gantt/useTimeWindow';
import { StepGraph } from './graph/StepGraph';
import { useStepStyles } from './styles';
import { StepTable } from './table/StepTable';
import { ViewSwitch } from './ViewSwitch';
import { ZoomControls } from './ZoomControls';

/** A run without steps: whether they come still. */
function NoSteps(props: { run: Run }) {
  const { status, workflow } = props.run;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return hasEnded(status) ? (
    <EmptyState title={t('steps.none')} dense>
      {t('steps.noneHint', { engine: words('engine', workflow.engine) })}
    </EmptyState>
  ) : (
    <EmptyState title={t('steps.empty')} dense>
      {t('steps.emptyHint')}
    </EmptyState>
  );
}

/** The steps of a run, in one of three views, and beside them the one that is selected. */
export function StepsCard(props: {
  snapshot: RunSnapshot;
  view: StepView;
  onView: (view: StepView) => void;
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
}) {
  const { snapshot, view, onView, selected, onSelect } = props;
  const { steps } = snapshot;
  const classes = useStepStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [filter, setFilter] = useState('');
  const search = useRef<HTMLInputElement>(null);
  usePageKey('/', () => search.current?.focus());
  const timeWindow = useTimeWindow(snapshot);

  const shown = useMemo(
    () => filterSteps(steps, filter, status => words('status', status)),
    [steps, filter, words],
  );
  const step = steps.find(each => stepIdOf(each) === selected);
  const common = { snapshot, steps: shown, selected, onSelect };

  return (
    <Card label={t('steps.title')}>
      <div className={classes.layout}>
        <div className={classes.main}>
          <div className={classes.toolbar}>
            <ViewSwitch view={view} onView={onView} />
            <SearchField
              label={t('steps.filter')}
              value={filter}
              onChange={setFilter}
              inputRef={search}
              shortcut="/"
            />
            <span className={classes.count}>
              {shown.length === steps.length
                ? t('steps.count', { count: countOf(steps) })
                : t('steps.countFiltered', {
                    shown: String(countOf(shown)),
                    total: String(countOf(steps)),
                  })}
            </span>
            {view === 'gantt' && (
              <ZoomControls
                percent={timeWindow.percent}
                canShrink={!timeWindow.isWhole}
                onZoom={timeWindow.zoom}
                onFit={timeWindow.fit}
              />
            )}
          </div>
          {steps.length === 0 && <NoSteps run={snapshot.run} />}
          {steps.length > 0 && shown.length === 0 && (
            <EmptyState title={t('steps.noMatch', { text: filter })} dense />
          )}
          {shown.length > 0 && view === 'gantt' && (
            <Gantt
              {...common}
              filtered={shown.length < steps.length}
              window={timeWindow}
            />
          )}
          {shown.length > 0 && view === 'graph' && (
            <StepGraph {...common} onShowTable={() => onView('table')} />
          )}
          {shown.length > 0 && view === 'table' && <StepTable {...common} />}
        </div>
        {step && (
          <StepPanel
            // Another step starts with its overview.
            key={stepIdOf(step)}
            snapshot={snapshot}
            step={step}
            onClose={() => onSelect(undefined)}
          />
        )}
      </div>
    </Card>
  );
}

/** Rollbacks belong to the steps that they undo. */
function countOf(steps: Step[]): number {
  return steps.filter(each => each.type !== 'compensation').length;
}
