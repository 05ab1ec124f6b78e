import type { CommandContext } from '../../cli/CommandContext';
import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { onceOptions } from '../kinds';
import { runArgument } from '../runs/runArgument';
import { sayResult } from './act';

const decisionArguments = {
  ...runArgument,
  step: {
    summary: 'key of the step; needed only where several wait',
    optional: true,
  },
} as const;
const decisionOptions = {
  note: { type: 'text', summary: 'why; it is kept with the decision' },
  ...onceOptions,
} as const;

type DecisionContext = CommandContext<
  typeof decisionArguments,
  typeof decisionOptions
>;

export const approveCommand = defineCommand({
  path: ['approve'],
  summary: 'Approve what waits for a human',
  arguments: decisionArguments,
  options: decisionOptions,
  examples: [
    {
      line: 'approve run_01J9… --note "checked with finance"',
      summary: 'Let it go on',
    },
  ],
  routes: ['decideStep', 'listDecisions'],
  run: context => decide(context, 'approved'),
});

export const rejectCommand = defineCommand({
  path: ['reject'],
  summary: 'Reject what waits for a human',
  arguments: decisionArguments,
  options: decisionOptions,
  examples: [
    {
      line: 'reject run_01J9… sign_off --note "the sum is wrong"',
      summary: 'At a step',
    },
  ],
  routes: ['decideStep', 'listDecisions'],
  run: context => decide(context, 'rejected'),
});

async function decide(
  context: DecisionContext,
  decision: 'approved' | 'rejected',
): Promise<void> {
  const { args, options, call, output } = context;
  const step = args.step ?? (await waitingStepOf(args.run, call));
  const result = await call(
    'decideStep',
    {
      params: { runId: args.run },
      body: { step, decision, note: options.note },
    },
    { idempotencyKey: options.key },
  );
  await output.answer(result, {
    text: said => output.line(sayResult(said, context)),
  });
}

/** @throws CliError where it is not one step that waits */
async function waitingStepOf(
  runId: string,
  call: CommandContext['call'],
): Promise<string> {
  const { items } = await call('listDecisions', { params: { runId } });
  const open = items.filter(
    ({ decision, decidedAt }) => !decision && !decidedAt,
  );
  const steps = [...new Set(open.map(({ stepKey }) => stepKey))];
  if (steps.length === 1) return steps[0];
  if (steps.length === 0) {
    throw new CliError(`No step of ${runId} waits for a decision`, {
      exitCode: exitCodes.conflict,
    });
  }
  throw new CliError(`Several steps wait: ${steps.join(', ')}`, {
    exitCode: exitCodes.usage,
    hint: 'Name one behind the run',
  });
}
