import type { RunDetail } from 'backstage-plugin-workflow-runs-common';
import { formatAge, formatDuration } from '../../output/format';
import type { Output } from '../../output/Output';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const showCommand = showing({
  path: ['show'],
  aliases: ['get'],
  summary: 'Show a run: where it stands, and what can be done to it',
  arguments: runArgument,
  examples: [
    { line: 'show run_01J9…', summary: 'Where a run stands' },
    {
      line: "show run_01J9… --json | jq -r '.error.message'",
      summary: 'Only what it failed with',
    },
  ],
  route: 'getRun',
  input: ({ args }) => ({ params: { runId: args.run } }),
  ids: run => [run.id],
  text: (run, { output }) => showRun(output, run),
});

function showRun(output: Output, run: RunDetail): void {
  const { now } = output;
  const { progress, sla, error } = run;
  output.details([
    ['run', run.id],
    ['workflow', `${run.workflow.title} (${run.workflow.ref})`],
    ['version', run.workflowVersion],
    ['status', run.status, text => output.status(text)],
    ['progress', `${progress.completedSteps} of ${progress.totalSteps} steps`],
    ['now at', run.currentSteps.map(step => step.name).join(', ')],
    ['blocked', run.blockedReason],
    ['queued', formatAge(run.queuedAt, now)],
    ['started', run.startedAt],
    ['ended', run.completedAt],
    ['duration', formatDuration(run.durationMs)],
    ['target', sla && `${sla.status}, due ${sla.dueAt ?? 'some time'}`],
    ['by', run.startedBy],
    ['owner', run.owner],
    ['environment', run.environment],
    ['priority', run.priority],
    ['tags', run.tags.join(', ')],
    ['business event', run.businessEventId],
    ['parent', run.parentRunId],
    ['repeats', run.originRunId],
    ['retries', run.retries || null],
    ['error', error && `${error.message} (${error.code ?? error.category})`],
    ['failed at', error?.stepKey],
    ['failure group', run.failureGroup?.id],
    ['resolved', run.resolution?.note],
    ['needs you', run.needsIntervention ? 'yes: see `steps`' : null],
    ['input', jsonOf(run.inputsSummary)],
    ['output', jsonOf(run.outputsSummary)],
    ['you can', possible(run)],
  ]);
}

function possible({ allowedActions }: RunDetail): string {
  return Object.entries(allowedActions)
    .filter(([, { allowed }]) => allowed)
    .map(([action]) => action)
    .join(', ');
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
