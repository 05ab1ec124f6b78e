import type {
  Forecast,
  LogLine,
  Run,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import {
  type Connection,
  type KnownRun,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
import type { Look } from '../terminal/line';

/** What can be asked of a run by a key. */
export type MonitorAction = 'pause' | 'resume' | 'cancel' | 'retry';

/** The runs that a filter lets through, the newest first. */
export interface ListState {
  /** The filters as they were given; empty for all runs. */
  title: string;
  /** Undefined until they are there. */
  runs: readonly Run[] | undefined;
  /** There are older ones, which are not shown. */
  hasMore: boolean;
  connection: Connection;
}

/** A run that was opened. */
export interface RunState {
  id: string;
  /** Undefined until it is there. */
  snapshot: KnownRun | undefined;
  forecast: Forecast | undefined;
  /** The last lines of its log. */
  lines: readonly LogLine[];
  connection: Connection;
  /** Why it cannot be shown. */
  problem?: string;
}

/** All that the monitor shows. */
export interface MonitorState {
  view: 'list' | 'run' | 'step';
  /** Undefined where one run was asked for. */
  list: ListState | undefined;
  run: RunState | undefined;
  /** Id of the chosen run; the newest where there is none. */
  chosenRun: string | undefined;
  /** Id of the chosen step; the one that is under way where there is none. */
  chosenStep: string | undefined;
  /** What waits for a yes. */
  question: { action: MonitorAction; run: Run } | undefined;
  /** What has come of what was asked. */
  notice: { text: string; look: Look } | undefined;
}

/** The run that keys are about, in whichever view. */
export function runInHand(state: MonitorState): Run | undefined {
  return state.view === 'list' ? chosenRun(state) : state.run?.snapshot?.run;
}

/** The chosen one of the runs. */
export function chosenRun({ list, chosenRun: id }: MonitorState) {
  return list?.runs?.find(run => run.id === id) ?? list?.runs?.[0];
}

/** The chosen step, or else the one that a reader wants to see: what failed, what is under way, what comes next. */
export function chosenStep({
  run,
  chosenStep: id,
}: MonitorState): Step | undefined {
  const steps = run?.snapshot?.steps ?? [];
  const first = (...statuses: string[]) =>
    steps.find(step => statuses.includes(step.status));
  return (
    steps.find(step => stepIdOf(step) === id) ??
    first('failed') ??
    first('running', 'retrying', 'waiting_human', 'paused') ??
    first('pending') ??
    steps[0]
  );
}
