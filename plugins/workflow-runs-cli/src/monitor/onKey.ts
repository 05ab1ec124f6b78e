import { stepIdOf } from 'backstage-plugin-workflow-runs-common';
import { oneLine } from './facts';
import type { Key } from '../terminal/Keyboard';
import {
  chosenRun,
  chosenStep,
  type MonitorAction,
  type MonitorState,
  runInHand,
} from './state';

/** What a key asks for that the state alone cannot do. */
export type MonitorCommand =
  | { type: 'quit' }
  | { type: 'interrupt' }
  | { type: 'open'; runId: string }
  | { type: 'close' }
  | { type: 'act'; action: MonitorAction; runId: string };

/** The state after a key, and what else is to be done. */
export interface KeyOutcome {
  state: MonitorState;
  command?: MonitorCommand;
}

const ACTIONS: Record<string, MonitorAction> = {
  p: 'pause',
  c: 'cancel',
  r: 'retry',
};

/** How many rows a page is. */
const PAGE = 10;
const MOVES: Record<string, number> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageup: -PAGE,
  pagedown: PAGE,
  home: -Infinity,
  g: -Infinity,
  end: Infinity,
  G: Infinity,
};

/** What a key does. */
export function onKey(state: MonitorState, key: Key): KeyOutcome {
  if (key === 'ctrl+c') return { state, command: { type: 'interrupt' } };
  if (state.question) return onAnswer(state, key);
  const quiet = { ...state, notice: undefined };
  if (key === 'q') return { state: quiet, command: { type: 'quit' } };
  if (key in MOVES) return { state: move(quiet, MOVES[key]) };
  if (key in ACTIONS) return { state: ask(quiet, ACTIONS[key]) };
  if (['return', 'enter', 'right', 'l'].includes(key)) return open(quiet);
  if (['escape', 'left', 'h', 'backspace'].includes(key)) return back(quiet);
  return { state };
}

function onAnswer(state: MonitorState, key: Key): KeyOutcome {
  const { action, run } = state.question!;
  const answered = { ...state, question: undefined };
  if (key === 'y' || key === 'Y') {
    return { state: answered, command: { type: 'act', action, runId: run.id } };
  }
  const isNo = ['n', 'N', 'escape', 'q'].includes(key);
  return { state: isNo ? answered : state };
}

function move(state: MonitorState, by: number): MonitorState {
  if (state.view === 'list') {
    const ids = (state.list?.runs ?? []).map(run => run.id);
    return { ...state, chosenRun: moved(ids, chosenRun(state)?.id, by) };
  }
  if (state.view !== 'run') return state;
  const steps = state.run?.snapshot?.steps ?? [];
  const step = chosenStep(state);
  const now = step && stepIdOf(step);
  return { ...state, chosenStep: moved(steps.map(stepIdOf), now, by) };
}

function moved(
  ids: readonly string[],
  now: string | undefined,
  by: number,
): string | undefined {
  const from = Math.max(0, now === undefined ? 0 : ids.indexOf(now));
  return ids[Math.min(ids.length - 1, Math.max(0, from + by))];
}

/** A paused run is resumed by the key that paused it. What is not allowed says so before anybody confirms it. */
function ask(state: MonitorState, wanted: MonitorAction): MonitorState {
  const run = runInHand(state);
  if (!run) return state;
  const canResume = run.allowedActions.resume?.allowed;
  const action = wanted === 'pause' && canResume ? 'resume' : wanted;
  const allowed = run.allowedActions[action];
  if (!allowed?.allowed) {
    const text = allowed?.reason ?? `This run takes no ${action}`;
    return { ...state, notice: { text: oneLine(text), look: 'waiting' } };
  }
  return { ...state, question: { action, run } };
}

function open(state: MonitorState): KeyOutcome {
  if (state.view === 'list') {
    const run = chosenRun(state);
    if (!run) return { state };
    return {
      state: {
        ...state,
        view: 'run',
        chosenRun: run.id,
        chosenStep: undefined,
      },
      command: { type: 'open', runId: run.id },
    };
  }
  const step = chosenStep(state);
  if (state.view !== 'run' || !step) return { state };
  return { state: { ...state, view: 'step', chosenStep: stepIdOf(step) } };
}

function back(state: MonitorState): KeyOutcome {
  if (state.view === 'step') return { state: { ...state, view: 'run' } };
  if (state.view !== 'run' || !state.list) return { state };
  return {
    state: { ...state, view: 'list', run: undefined },
    command: { type: 'close' },
  };
}
