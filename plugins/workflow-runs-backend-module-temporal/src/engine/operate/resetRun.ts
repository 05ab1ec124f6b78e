import { temporal } from '@temporalio/proto';
import {
  CommandRefused,
  EngineAnswer,
  RetryPlan,
} from 'backstage-plugin-workflow-runs-node';
import { RunHistory } from '../../map';
import { isOpen } from '../sync/RunTeller';
import { Asking } from './asking';
import { stepsOf } from './stepsOf';

const { ResetWorkflowExecutionRequest } = temporal.api.workflowservice.v1;

/** Where a history is taken up again. */
interface ResetPoint {
  history: RunHistory;
  step: string | null;
  /** Of the workflow task that the new execution begins behind. */
  eventId: number;
}

/** What doing an execution again from a step would do. */
export async function planReset(
  asking: Asking,
  step: string | null,
): Promise<RetryPlan> {
  const { history, step: from, eventId } = await resetPoint(asking, step);
  const { again, kept } = history.stepsAgainFrom(eventId);
  return {
    becomes: 'new_run',
    again,
    kept,
    notes: [
      `A new execution of '${asking.execution.workflowId}' goes on ${whence(
        from,
      )}, with the history until then.`,
      ...(await noteOnOpen(asking)),
      'All that the workflow decides from there on is done again, steps beside this one included.',
      'Signals and updates that have come since are given to the new execution, too.',
      ...openChildren(history, again).map(
        name =>
          `'${name}' still runs, and this does not end it: where it is launched again under the same workflow id, Temporal refuses that, and the step fails. Terminate it first.`,
      ),
      'The code of the workflow has to decide as it did until there: where it was changed since, the new execution fails with a non-determinism error.',
    ],
  };
}

/**
 * Does an execution again from a step: Temporal makes a new one, with the history until then, and ends the old one
 * where it is open.
 */
export async function resetRun(
  asking: Asking,
  options: {
    step: string | null;
    reason: string;
    requestId: string;
    identity: string;
  },
): Promise<EngineAnswer> {
  const { namespace, execution, signal } = asking;
  const { step, ...rest } = options;
  const { eventId, step: from } = await resetPoint(asking, step);
  const { runId } = await namespace.call({ signal }, api =>
    api.resetWorkflowExecution(
      ResetWorkflowExecutionRequest.fromObject({
        namespace: namespace.name,
        workflowExecution: execution,
        workflowTaskFinishEventId: eventId,
        ...rest,
      }),
    ),
  );
  return {
    // Done by now; the one that it was asked of has nothing more to tell.
    status: 'completed',
    message: `It goes on ${whence(from)} as the execution ${runId}`,
  };
}

/** @throws CommandRefused where the execution is not there, or cannot be taken up there */
async function resetPoint(
  asking: Asking,
  asked: string | null,
): Promise<ResetPoint> {
  const history = await stepsOf(asking);
  const step = asked ?? history.failedStep;
  const eventId = history.resetPointOf(step);
  if (eventId !== null) return { history, step, eventId };
  throw new CommandRefused(
    step === null
      ? 'It has not begun: there is nothing to do again'
      : `It cannot be done again from '${step}': Temporal resets to where the workflow has decided something, and that is not such a step`,
  );
}

/** There is one open execution of a workflow id: the new one takes its place, whichever is done again. */
async function noteOnOpen({
  namespace,
  execution,
  signal,
}: Asking): Promise<string[]> {
  const { workflowId, runId } = execution;
  const { workflowExecutionInfo: newest } = await namespace.call(
    { signal },
    api =>
      api.describeWorkflowExecution({
        namespace: namespace.name,
        execution: { workflowId },
      }),
  );
  if (!newest || !isOpen(newest)) return [];
  const openRunId = newest.execution?.runId;
  return [
    openRunId === runId
      ? 'This one is still open: Temporal terminates it.'
      : `Another execution of the same workflow id is open, ${openRunId}: Temporal terminates it.`,
  ];
}

/** Children that the execution launches again, and that have not ended. */
function openChildren(
  history: RunHistory,
  again: readonly string[],
): readonly string[] {
  return history
    .snapshot()
    .steps.filter(({ key, type }) => type === 'child' && again.includes(key))
    .filter(({ attempts }) => !attempts.at(-1)?.end)
    .map(({ key }) => key);
}

function whence(step: string | null): string {
  return step === null ? 'from its beginning' : `from '${step}'`;
}
