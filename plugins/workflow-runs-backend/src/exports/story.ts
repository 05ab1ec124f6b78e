import {
  ExportedRun,
  HumanDecision,
  OperatorAction,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { counted, duration, shortened, time } from './wording';

const MAX_MESSAGE = 300;

/** What the story of a run is told from. */
export interface StorySource {
  run: ExportedRun;
  /** The first ones, in the order of the definition. */
  steps: Step[];
  decisions: HumanDecision[];
  /** Newest first. */
  actions: OperatorAction[];
}

/** What happened to a run, in two sentences: how it came about and ended, and why it did. */
export function storyOf(source: StorySource): [string, string] {
  return [
    `${source.run.workflow.title} ${beginningOf(source.run)}, and ${endOf(
      source.run,
    )}.`,
    withStop(`${reasonOf(source)}${interventionOf(source.run)}`),
  ];
}

function beginningOf(run: ExportedRun): string {
  const at = `on ${time(run.queuedAt)}`;
  const by = run.startedBy ? ` by ${run.startedBy}` : '';
  switch (run.triggerType) {
    case 'scheduled':
      return `was launched on schedule ${at}`;
    case 'event':
      return `was launched by an event${
        run.triggeredBy ? ` (${run.triggeredBy})` : ''
      } ${at}`;
    case 'parent':
      return `was launched by ${
        run.parentRunId ? `the run ${run.parentRunId}` : 'another run'
      } ${at}`;
    case 'backfill':
      return `was launched as a backfill${by} ${at}`;
    default:
      return `was launched${by} ${at}`;
  }
}

function endOf(run: ExportedRun): string {
  const after =
    run.durationMs === null ? '' : ` after ${duration(run.durationMs)}`;
  switch (run.status) {
    case 'completed':
      return `completed${run.partial ? ' in part' : ''}${after}`;
    case 'failed':
      return `failed${after}`;
    case 'canceled':
      return `was canceled${after}`;
    case 'canceling':
      return 'is being canceled';
    case 'queued':
      return 'has not started yet';
    case 'paused':
      return 'is paused';
    case 'waiting_human':
      return 'waits for a human';
    default:
      return 'is running';
  }
}

function reasonOf(source: StorySource): string {
  const { run, decisions } = source;
  switch (run.status) {
    case 'failed':
      return failureOf(source);
    case 'canceled':
    case 'canceling':
      return cancelOf(source);
    case 'queued':
      return run.blockedReason ?? 'No worker has taken it so far';
    case 'paused':
      return run.blockedReason ?? 'An operator has asked for the pause';
    case 'waiting_human': {
      const asked = decisions.filter(({ decidedAt }) => decidedAt === null);
      const steps = asked.map(({ stepKey }) => nameOf(source, stepKey));
      return steps.length === 0
        ? doneOf(source)
        : `Somebody is to decide at ${listOf(steps)}`;
    }
    case 'running': {
      const names = run.currentSteps.map(({ name }) => `“${name}”`);
      return names.length === 0
        ? doneOf(source)
        : `Under way: ${listOf(names)}; ${doneOf(source)}`;
    }
    default:
      return doneOf(source);
  }
}

function failureOf(source: StorySource): string {
  const { error } = source.run;
  if (!error) return 'Why is not known';
  const where =
    error.stepKey === null ? 'It' : `Step ${nameOf(source, error.stepKey)}`;
  const code = error.code === null ? '' : ` (${error.code})`;
  const message = shortened(error.message, MAX_MESSAGE);
  return `${where} failed for good with ${error.category}${code}: ${message}`;
}

function cancelOf({ actions }: StorySource): string {
  const asked = actions.find(
    ({ action, status }) =>
      action === 'cancel' && (status === 'completed' || status === 'accepted'),
  );
  if (!asked) return 'Nobody is on record as having asked for it';
  const why = asked.reason
    ? `: ${shortened(asked.reason, MAX_MESSAGE)}`
    : ' and gave no reason';
  return `${asked.actor} asked for it${why}`;
}

function doneOf({ run, steps }: StorySource): string {
  const { completedSteps, totalSteps } = run.progress;
  const done = `${completedSteps} of ${counted(totalSteps, 'step')} ${
    totalSteps === 1 ? 'is' : 'are'
  } done`;
  const retries = steps.reduce((sum, step) => sum + step.retries, 0);
  return retries === 0
    ? done
    : `${done}, after ${retries === 1 ? 'one retry' : `${retries} retries`}`;
}

function interventionOf({ needsIntervention }: ExportedRun): string {
  return needsIntervention
    ? '; what it did could not all be rolled back, and somebody has to see to it'
    : '';
}

/** The title of a step, as far as it is among those that are known. */
function nameOf({ steps }: StorySource, key: string): string {
  const step = steps.find(({ stepKey }) => stepKey === key);
  return `“${step?.name ?? key}”`;
}

function listOf(texts: string[]): string {
  return [...new Set(texts)].join(', ');
}

function withStop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
