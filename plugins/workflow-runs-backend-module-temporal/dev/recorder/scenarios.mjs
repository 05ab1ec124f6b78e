import {
  defaultPayloadConverter,
  WithStartWorkflowOperation,
} from '@temporalio/client';
import { randomUUID } from 'node:crypto';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What is done to make each history. */
export function scenariosOf(recorder) {
  const { client, encrypting, sleep, taskQueue } = recorder;

  const start = (type, workflowId, options = {}) =>
    client.workflow.start(type, {
      workflowId,
      taskQueue,
      // What an earlier recording has left does not stand in the way.
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      ...options,
    });
  const recordOf = async (handle, runId = handle.firstExecutionRunId) => ({
    runId,
    description: await recorder.describe(handle, runId),
    events: await recorder.history(handle.workflowId, runId),
  });
  /** The run as it is when it has ended. */
  const ended = async (handle, runId = handle.firstExecutionRunId) => {
    const run = client.workflow.getHandle(handle.workflowId, runId, {
      followRuns: false,
    });
    await run.result().catch(() => undefined);
    return recordOf(run, runId);
  };
  const simple =
    (type, options = {}) =>
    async workflowId =>
      [await ended(await start(type, workflowId, options))];
  /** Until the description of a run is as it is waited for. */
  const until = async (handle, isThere) => {
    for (let tries = 0; tries < 100; tries++) {
      const { raw } = await handle.describe();
      if (isThere(raw)) return raw;
      await sleep(100);
    }
    throw new Error(`${handle.workflowId} did not come to what is recorded`);
  };
  /** `waits` has come to where it waits for everything at once, the timer included. */
  const isWaiting = raw =>
    raw.pendingActivities.some(each => each.lastFailure) &&
    raw.pendingActivities.some(each => each.heartbeatDetails) &&
    raw.pendingChildren[0]?.runId &&
    raw.workflowExecutionInfo.historyLength >= 12;
  const rest = { namespace: 'default' };
  const service = client.workflowService;

  return {
    'retries-then-success': simple('retriesThenSuccess'),
    'retries-exhausted': simple('retriesExhausted'),
    'non-retryable': simple('nonRetryable'),
    wrapped: simple('wrapped'),
    timeouts: simple('timeouts'),
    'local-activities': simple('localActivities'),
    timers: simple('timers'),
    'side-by-side': simple('sideBySide', {
      staticSummary: 'Three at once',
      staticDetails: 'They have nothing to do with each other.',
    }),
    'continued-as-new': async workflowId => {
      const first = await ended(
        await start('chain', workflowId, { args: [1] }),
      );
      const next =
        first.events.at(-1).workflowExecutionContinuedAsNewEventAttributes
          .newExecutionRunId;
      return [first, await ended({ workflowId }, next)];
    },
    heartbeats: async workflowId => {
      const handle = await start('heartbeats', workflowId);
      await until(handle, raw => raw.pendingActivities[0]?.heartbeatDetails);
      return [await recordOf(handle), await ended(handle)];
    },
    children: async workflowId => {
      const handle = await start('children', workflowId);
      // The first two end by themselves.
      const raw = await until(
        handle,
        ({ pendingChildren: [open] }) => open?.runId && open.initiatedId > 20,
      );
      const open = await recordOf(handle);
      const [{ workflowId: id, runId }] = raw.pendingChildren;
      await client.workflow.getHandle(id, runId).terminate('Not wanted');
      const parent = await ended(handle);
      const childRun = parent.events.find(
        event => event.childWorkflowExecutionStartedEventAttributes,
      ).childWorkflowExecutionStartedEventAttributes.workflowExecution;
      const own = await ended(
        { workflowId: childRun.workflowId },
        childRun.runId,
      );
      return [open, parent, { ...own, workflowId: childRun.workflowId }];
    },
    signals: async workflowId => {
      const other = await client.workflow.signalWithStart('signaled', {
        workflowId: `${workflowId}-other`,
        taskQueue: 'recorded-later',
        signal: 'unheard',
        signalArgs: [1, 2],
      });
      await other.terminate('Only to see a signal that starts a run');
      const received = await start('signaled', `${workflowId}-received`);
      const sent = await ended(
        await start('signals', workflowId, { args: [received.workflowId] }),
      );
      return [
        sent,
        { ...(await ended(received)), workflowId: received.workflowId },
        {
          ...(await recordOf(other, other.signaledRunId)),
          workflowId: other.workflowId,
        },
      ];
    },
    updates: async workflowId => {
      const handle = await start('updates', workflowId);
      const tell = value =>
        handle
          .executeUpdate('add', { args: [value], updateId: `add-${value}` })
          .catch(error => error);
      await tell(3);
      await tell(13);
      await tell(-1);
      await handle.signal('go');
      return [await ended(handle)];
    },
    reset: async workflowId => {
      const handle = await start('steps', workflowId);
      const base = await ended(handle);
      const second = base.events.filter(
        event => event.activityTaskScheduledEventAttributes,
      )[1].activityTaskScheduledEventAttributes;
      const { runId } = await service.resetWorkflowExecution({
        ...rest,
        workflowExecution: { workflowId, runId: base.runId },
        reason: 'The second one has to be done again',
        workflowTaskFinishEventId: Number(second.workflowTaskCompletedEventId),
        requestId: randomUUID(),
      });
      return [base, await ended({ workflowId }, runId)];
    },
    'canceled-with-cleanup': async workflowId => {
      const handle = await start('cleansUp', workflowId);
      await until(handle, raw => raw.pendingActivities[0]?.lastHeartbeatTime);
      await handle.cancel();
      return [await ended(handle)];
    },
    terminated: async workflowId => {
      const handle = await start('waits', workflowId);
      await until(handle, isWaiting);
      await handle.terminate('Nobody needs it any more');
      return [await ended(handle)];
    },
    pending: async workflowId => {
      const handle = await start('waits', workflowId);
      await until(handle, isWaiting);
      const open = await recordOf(handle);
      const execution = { workflowId, runId: handle.firstExecutionRunId };
      const { raw } = await handle.describe();
      const { activityId: id } = raw.pendingActivities.find(
        each => each.lastFailure,
      );
      await service.pauseActivity({
        ...rest,
        execution,
        id,
        reason: 'Hold it',
      });
      const paused = await recordOf(handle);
      await service.unpauseActivity({ ...rest, execution, id });
      const unpaused = await recordOf(handle);
      await handle.terminate('Recorded');
      return [open, paused, unpaused, await recordOf(handle)];
    },
    'timed-out': simple('signaled', { workflowRunTimeout: '1s' }),
    'not-deterministic': async workflowId => {
      const handle = await start('misbehaves', workflowId);
      await until(handle, raw => raw.pendingWorkflowTask?.attempt > 1);
      const open = await recordOf(handle);
      await handle.terminate('Recorded');
      return [open];
    },
    'throws-plainly': async workflowId => {
      const handle = await start('throwsPlainly', workflowId);
      await until(handle, raw => raw.pendingWorkflowTask?.attempt > 1);
      const open = await recordOf(handle);
      await handle.terminate('Recorded');
      return [open];
    },
    attributes: simple('attributes', {
      searchAttributes: { Team: ['platform'] },
      memo: { note: 'first', gone: 1 },
    }),
    retried: async workflowId => {
      const handle = await start('failsOnce', workflowId, {
        retry: { initialInterval: 100, maximumAttempts: 2 },
      });
      const first = await ended(handle);
      const next =
        first.events.at(-1).workflowExecutionFailedEventAttributes
          .newExecutionRunId;
      return [first, await ended({ workflowId }, next)];
    },
    cron: async workflowId => {
      const handle = await start('steps', workflowId, {
        cronSchedule: '@every 1s',
      });
      const first = await ended(handle);
      const next =
        first.events.at(-1).workflowExecutionCompletedEventAttributes
          ?.newExecutionRunId ??
        first.events.at(-1).workflowExecutionContinuedAsNewEventAttributes
          .newExecutionRunId;
      const second = await ended({ workflowId }, next);
      await client.workflow.getHandle(workflowId).terminate('Recorded');
      return [first, second];
    },
    scheduled: async workflowId => {
      const schedule = await client.schedule.create({
        scheduleId: workflowId,
        spec: {},
        action: {
          type: 'startWorkflow',
          workflowType: 'steps',
          workflowId,
          taskQueue,
        },
      });
      await schedule.trigger();
      for (;;) {
        await sleep(200);
        const { info } = await schedule.describe();
        const [action] = info.recentActions;
        if (!action) continue;
        await schedule.delete();
        const { workflowId: id, firstExecutionRunId } = action.action.workflow;
        const run = await ended({ workflowId: id }, firstExecutionRunId);
        return [{ ...run, workflowId: id }];
      }
    },
    traced: async workflowId => {
      const traced = new client.constructor({
        connection: recorder.connection,
        interceptors: {
          workflow: [
            {
              start: (input, next) =>
                next({
                  ...input,
                  headers: {
                    ...input.headers,
                    '_tracer-data': defaultPayloadConverter.toPayload({
                      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
                    }),
                  },
                }),
            },
          ],
        },
      });
      const handle = await traced.workflow.start('chain', {
        workflowId,
        taskQueue,
        args: [0],
      });
      return [await ended(handle)];
    },
    encrypted: async workflowId => {
      const handle = await encrypting.workflow.start('chain', {
        workflowId,
        taskQueue: recorder.encryptedQueue,
        args: [0],
        memo: { note: 'secret' },
      });
      await handle.result();
      return [await recordOf(handle)];
    },
    'update-with-start': async workflowId => {
      const startWorkflowOperation = new WithStartWorkflowOperation('updates', {
        workflowId,
        taskQueue,
        workflowIdConflictPolicy: 'FAIL',
      });
      await client.workflow.executeUpdateWithStart('add', {
        args: [5],
        startWorkflowOperation,
      });
      const handle = await startWorkflowOperation.workflowHandle();
      await handle.signal('go');
      await handle.result();
      const { raw } = await handle.describe();
      const { runId } = raw.workflowExecutionInfo.execution;
      return [await recordOf({ workflowId }, runId)];
    },
  };
}
