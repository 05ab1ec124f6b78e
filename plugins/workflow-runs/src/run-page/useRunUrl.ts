import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

export const RUN_TABS = [
  'logs',
  'io',
  'artifacts',
  'traces',
  'decisions',
  'annotations',
  'audit',
  'business',
  'events',
  'native',
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
  /** Number of the log line that a link leads to. */
  line: number | undefined;
  setStep: (stepId: string | undefined) => void;
  setTab: (tab: RunTab) => void;
  setLine: (line: number) => void;
  setView: (view: StepView) => void;
}

export function useRunUrl(): RunUrl {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (...changes: [name: string, value: string | undefined][]) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of changes) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        // Looking at another step is no step back for the back button.
        { replace: true },
      ),
    [setParams],
  );
  const setStep = useCallback(
    (stepId: string | undefined) => set(['step', stepId]),
    [set],
  );
  const setTab = useCallback(
    (tab: RunTab) =>
      // A line is one of the log: elsewhere it means nothing.
      set(['tab', tab === 'logs' ? undefined : tab], ['line', undefined]),
    [set],
  );
  const setLine = useCallback(
    // The link says where the line is, whichever tab comes first one day.
    (line: number) => set(['tab', 'logs'], ['line', String(line)]),
    [set],
  );
  const setView = useCallback(
    (view: StepView) => set(['view', view === 'gantt' ? undefined : view]),
    [set],
  );
  const step = params.get('step') ?? undefined;
  const tab = RUN_TABS.find(each => each === params.get('tab')) ?? 'logs';
  const view = STEP_VIEWS.find(each => each === params.get('view')) ?? 'gantt';
  const asked = params.get('line') ?? '';
  const line = /^[1-9]\d{0,15}$/.test(asked) ? Number(asked) : undefined;
  return useMemo(
    () => ({ step, tab, view, line, setStep, setTab, setView, setLine }),
    [step, tab, view, line, setStep, setTab, setView, setLine],
  );
}
