import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { rollbackOf } from 'backstage-plugin-workflow-runs-common/machine';
import {
  ItemContext,
  StepCode,
  StepContext,
  StepFailure,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';
import { askLedger } from '../outside/ledger';
import { generationOf, markOf } from '../outside/marks';
import { Point } from '../points';
import { ChildScript, Output, StepScript } from '../scenarios/Scenario';

interface Surroundings {
  ledgerPort: number;
  workerId: string;
  pass: (point: Point) => void;
}

type Outputs = Record<string, Json>;
type Context = StepContext<ChildScript, Outputs> &
  Partial<ItemContext<ChildScript, Outputs, StepScript>>;

/** Handlers for the steps of a workflow: they do what the run's script says, and keep the ledger. */
export function handlersOf(
  { definition }: Workflow,
  surroundings: Surroundings,
): Record<string, StepCode> {
  const code: Record<string, StepCode> = {};
  for (const step of definition.steps) {
    const run = (context: Context) =>
      follow(
        context,
        context.item?.value ?? context.input.steps[step.key],
        surroundings,
      );
    const compensate = (context: Context) =>
      follow(context, context.input.steps[rollbackOf(step.key)], surroundings);
    const isCode =
      step.type === 'map' ? 'handler' in step.each : 'handler' in step;
    if (step.compensate) code[step.key] = { run, compensate };
    else if (isCode) code[step.key] = run;
  }
  return code;
}

async function follow(
  context: Context,
  script: StepScript,
  { ledgerPort, workerId, pass }: Surroundings,
): Promise<Output> {
  const { attempt, idempotencyKey, signal, stepKey } = context;
  pass('handler.entered');
  context.logger.info(`Attempt ${attempt} has begun`);
  const mark = randomUUID();
  const { receipt } = await askLedger(
    ledgerPort,
    { idempotencyKey, attempt, worker: workerId, mark, saw: marksOf(context) },
    () => pass('handler.asking'),
  );
  pass('handler.answered');
  const hasHealed =
    generationOf(idempotencyKey) >= (script.healsIn ?? Infinity);
  const isUpTo = (last = 0) => attempt <= last && !hasHealed;
  if (isUpTo(script.hangs)) await untilAborted(signal);
  await sleep(script.takesMs, undefined, { signal });
  if (script.makesFile) {
    await context.artifacts.add({
      name: `${stepKey}.txt`,
      contentType: 'text/plain',
      content: mark,
    });
  }
  if (isUpTo(script.failures)) {
    throw new StepFailure(
      script.category ?? 'external_api',
      `Attempt ${attempt} fails, as its script says`,
    );
  }
  return { mark, receipt, value: script.value ?? 0 };
}

/** What the attempt was given, by the place that it is of. */
function marksOf({ outputs }: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([step, output]) => {
      const { results } = (output ?? {}) as { results?: Json[] };
      if (!results) return [[step, markOf(output!)]];
      // What has failed has put out nothing.
      return results.flatMap((result, index) =>
        result === null ? [] : [[`${step}/${index}`, markOf(result)]],
      );
    }),
  );
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
