import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

export const RUN_TABS = [
  'logs',
  'io',
  'artifacts',
  'decisions',
  'audit',
  'events',
] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** How the steps of a run are shown. */
export const STEP_VIEWS = ['gantt', 'graph', 'table'] as const;
export type StepView = (typeof STEP_VIEWS)[number];

/** What of a run page stands in its URL, so that a link shows what its sender saw. */
export interface RunUrl {
  step: string | undefined;
  tab: RunTab;
  view: StepView;
  setStep: (stepId: string | undefined) => void;
  setTab: (tab: RunTab) => void;
  setView: (view: StepView) => void;
}

export function useRunUrl(): RunUrl {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (name: string, value: string | undefined) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        // Looking at another step is no step back for the back button.
        { replace: true },
      ),
    [setParams],
  );
  const setStep = useCallback(
    (stepId: string | undefined) => set('step', stepId),
    [set],
  );
  const setTab = useCallback(
    (tab: RunTab) => set('tab', tab === 'logs' ? undefined : tab),
    [set],
  );
  const setView = useCallback(
    (view: StepView) => set('view', view === 'gantt' ? undefined : view),
    [set],
  );
  const step = params.get('step') ?? undefined;
  const tab = RUN_TABS.find(each => each === params.get('tab')) ?? 'logs';
  const view = STEP_VIEWS.find(each => each === params.get('view')) ?? 'gantt';
  return useMemo(
    () => ({ step, tab, view, setStep, setTab, setView }),
    [step, tab, view, setStep, setTab, setView],
  );
}
