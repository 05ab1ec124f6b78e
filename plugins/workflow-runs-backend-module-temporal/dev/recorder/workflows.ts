/** Workflows that do one thing each, so that a recorded history shows it. They know nothing of workflow-runs. */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';

interface Activities {
  greet(name: string): Promise<string>;
  failTimes(times: number): Promise<string>;
  refuse(): Promise<void>;
  breakDown(): Promise<void>;
  hang(): Promise<void>;
  beat(): Promise<string>;
  fallSilent(): Promise<void>;
}
const quick = { initialInterval: 100, backoffCoefficient: 1 };
const { greet, failTimes, breakDown, refuse, beat } =
  proxyActivities<Activities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout: '10s',
    retry: { ...quick, maximumAttempts: 3 },
  });
const go = defineSignal<[unknown?]>('go');
const add = defineUpdate<number, [number]>('add');

export async function retriesThenSuccess(): Promise<{ greeting: string }> {
  await failTimes(2);
  return { greeting: await greet('Ada') };
}

export async function retriesExhausted(): Promise<void> {
  await breakDown();
}

export async function nonRetryable(): Promise<void> {
  await refuse();
}

export async function timeouts(): Promise<string[]> {
  const kinds = [
    proxyActivities<Activities>({
      startToCloseTimeout: '300ms',
      retry: { maximumAttempts: 1 },
    }).hang,
    proxyActivities<Activities>({
      taskQueue: 'nobody-is-there',
      scheduleToStartTimeout: '300ms',
      startToCloseTimeout: '5s',
    }).hang,
    proxyActivities<Activities>({
      startToCloseTimeout: '30s',
      heartbeatTimeout: '500ms',
      retry: { maximumAttempts: 1 },
    }).fallSilent,
    proxyActivities<Activities>({
      scheduleToCloseTimeout: '700ms',
      retry: { ...quick, initialInterval: 200 },
    }).breakDown,
  ];
  const told: string[] = [];
  for (const run of kinds) {
    await run().catch((error: Error) => told.push(String(error.cause)));
  }
  return told;
}

export async function heartbeats(): Promise<string> {
  return beat();
}

export async function localActivities(): Promise<string> {
  const local = proxyLocalActivities<Activities>({
    startToCloseTimeout: '5s',
    retry: { ...quick, maximumAttempts: 2 },
  });
  const greeting = await local.greet('Ada');
  await local.failTimes(1);
  await local.refuse().catch(() => undefined);
  await greet('Bob');
  return greeting;
}

export async function timers(): Promise<void> {
  await sleep(200, { summary: 'Let it settle' });
  await CancellationScope.cancellable(async () => {
    const waiting = sleep('1h').catch(() => undefined);
    await sleep(100);
    CancellationScope.current().cancel();
    await waiting;
  });
}

export async function child(how: string): Promise<string> {
  if (how === 'fail') throw ApplicationFailure.nonRetryable('No', 'ChildError');
  if (how === 'wait') await condition(() => false);
  return how;
}

export async function children(): Promise<void> {
  await executeChild(child, { args: ['succeed'] });
  await executeChild(child, { args: ['fail'] }).catch(() => undefined);
  const lost = await startChild(child, { args: ['wait'] });
  await lost.result().catch(() => undefined);
  await CancellationScope.cancellable(async () => {
    const open = await startChild(child, { args: ['wait'] });
    CancellationScope.current().cancel();
    await open.result().catch(() => undefined);
  });
  await executeChild(child, {
    args: ['succeed'],
    workflowId: workflowInfo().workflowId,
  }).catch(() => undefined);
}

export async function signaled(): Promise<unknown> {
  let value: unknown;
  setHandler(go, told => {
    value = told ?? true;
  });
  await condition(() => value !== undefined);
  await greet('signal');
  return { value };
}

export async function signals(other: string): Promise<void> {
  await getExternalWorkflowHandle(other).signal(go, { by: 'signals' });
  await getExternalWorkflowHandle('there-is-none')
    .signal(go)
    .catch(() => undefined);
  await getExternalWorkflowHandle('there-is-none')
    .cancel()
    .catch(() => undefined);
}

export async function updates(): Promise<number> {
  let sum = 0;
  let isDone = false;
  setHandler(
    add,
    async value => {
      if (value === 13) throw ApplicationFailure.nonRetryable('Unlucky');
      await greet(`update ${value}`);
      sum += value;
      return sum;
    },
    {
      validator: value => {
        if (value < 0) throw new Error('Too small');
      },
    },
  );
  setHandler(go, () => {
    isDone = true;
  });
  await condition(() => isDone);
  return sum;
}

export async function chain(left: number): Promise<string> {
  await greet(`${left} left`);
  if (left > 0) await continueAsNew<typeof chain>(left - 1);
  return 'done';
}

export async function steps(): Promise<string> {
  await greet('one');
  await greet('two');
  await greet('three');
  return 'done';
}

export async function cleansUp(): Promise<void> {
  const slow = proxyActivities<Activities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout: '2s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  try {
    await slow.hang();
  } catch (error) {
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => greet('cleanup'));
    }
    throw error;
  }
}

export async function waits(): Promise<void> {
  const slow = proxyActivities<Activities>({
    startToCloseTimeout: '1m',
    retry: { initialInterval: '1h' },
  });
  const retried = slow.breakDown();
  const beating = slow.beat();
  await startChild(child, { args: ['wait'] });
  await Promise.all([retried, beating, sleep('1h')]);
}

export async function misbehaves(): Promise<void> {
  if (workflowInfo().unsafe.isReplaying) await sleep('1h');
  else await greet('first time');
}

export async function throwsPlainly(): Promise<void> {
  throw new TypeError('It is no function');
}

export async function sideBySide(): Promise<string[]> {
  await greet('begin');
  const all = await Promise.all([greet('a'), greet('b'), greet('c')]);
  await greet('end');
  return all;
}

export async function attributes(): Promise<void> {
  upsertSearchAttributes({ Team: ['payments'] });
  upsertMemo({ note: 'second', gone: null });
  await sleep(10);
  upsertSearchAttributes({ Team: ['billing'] });
  if (patched('quieter')) await sleep(10);
}

export async function failsOnce(): Promise<string> {
  if (workflowInfo().attempt === 1)
    throw ApplicationFailure.retryable('Not yet', 'TooEarly');
  return 'done';
}

export async function wrapped(): Promise<void> {
  try {
    await refuse();
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    throw ApplicationFailure.create({
      message: 'The order could not be charged',
      type: 'ChargeError',
      nonRetryable: true,
      cause: error,
    });
  }
}
