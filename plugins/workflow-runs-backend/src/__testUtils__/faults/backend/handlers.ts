import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  StepContext,
  StepFailure,
  StepHandler,
} from 'backstage-plugin-workflow-runs-node';
import { askLedger } from '../outside/ledger';
import { Point } from '../points';
import { Output, Scenario, Script, stepKeys } from '../scenarios/Scenario';

interface Surroundings {
  ledgerPort: number;
  workerId: string;
  pass: (point: Point) => void;
}

/** Handlers for the steps of a scenario: they do what the run's script says, and keep the ledger. */
export function handlersOf(
  { workflow }: Scenario,
  surroundings: Surroundings,
): Record<string, StepHandler> {
  const handler = (context: StepContext<Script, Record<string, Output>>) =>
    follow(context, surroundings);
  return Object.fromEntries(stepKeys(workflow).map(key => [key, handler]));
}

async function follow(
  context: StepContext<Script, Record<string, Output>>,
  { ledgerPort, workerId, pass }: Surroundings,
): Promise<Output> {
  const { attempt, idempotencyKey, signal, stepKey } = context;
  const script = context.input.steps[stepKey];
  pass('handler.entered');
  context.logger.info(`Attempt ${attempt} has begun`);
  const mark = randomUUID();
  const { receipt } = await askLedger(
    ledgerPort,
    { idempotencyKey, attempt, worker: workerId, mark, saw: marksOf(context) },
    () => pass('handler.asking'),
  );
  pass('handler.answered');
  if (attempt <= (script.hangs ?? 0)) await untilAborted(signal);
  await sleep(script.takesMs, undefined, { signal });
  if (script.makesFile) {
    await context.artifacts.add({
      name: `${stepKey}.txt`,
      contentType: 'text/plain',
      content: mark,
    });
  }
  if (attempt <= (script.failures ?? 0)) {
    throw new StepFailure(
      script.category ?? 'external_api',
      `Attempt ${attempt} fails, as its script says`,
    );
  }
  return { mark, receipt, value: script.value ?? 0 };
}

function marksOf({
  outputs,
}: StepContext<Script, Record<string, Output>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([step, output]) => [step, output!.mark]),
  );
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
