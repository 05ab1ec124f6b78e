import type {
  ComparedStep,
  Comparison,
} from 'backstage-plugin-workflow-runs-common';
import { formatDuration } from '../../output/format';
import type { Output } from '../../output/Output';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const compareCommand = showing({
  path: ['compare'],
  summary: 'Compare a run with another, or with the last that went well',
  arguments: {
    ...runArgument,
    with: {
      summary: 'id of the other run (default: last-good)',
      optional: true,
    },
  },
  examples: [
    {
      line: 'compare run_01J9…',
      summary: 'What is different from when it last went well',
    },
    {
      line: 'compare run_01J9… run_01J8…',
      summary: 'Two runs beside each other',
    },
  ],
  route: 'compareRuns',
  input: ({ args }) => ({
    params: { runId: args.run },
    query: { with: args.with },
  }),
  async text(comparison, { output }) {
    const { a, b } = comparison;
    output.details([
      [
        'this run',
        `${a.id} ${a.status}, version ${a.workflowVersion}, ${formatDuration(
          a.durationMs,
        )}`,
      ],
      [
        'other run',
        `${b.id} ${b.status}, version ${b.workflowVersion}, ${formatDuration(
          b.durationMs,
        )}`,
      ],
    ]);
    await output.table(
      comparison.steps.filter(({ differs }) => differs.length > 0),
      [
        { title: 'STEP', value: step => step.stepKey, priority: 0 },
        {
          title: 'DIFFERS IN',
          value: step => step.differs.join(', '),
          shrinkTo: 8,
        },
        { title: 'THIS', value: step => inShort(step.a), shrinkTo: 12 },
        { title: 'OTHER', value: step => inShort(step.b), shrinkTo: 12 },
      ],
      { empty: 'No step differs.' },
    );
    showChanges(output, 'input', comparison.input);
    showChanges(output, 'output', comparison.output);
  },
});

function inShort(step: ComparedStep | null): string {
  if (!step) return 'none';
  return [step.status, formatDuration(step.durationMs), step.error?.message]
    .filter(Boolean)
    .join(', ');
}

function showChanges(
  output: Output,
  name: string,
  diff: Comparison['input'],
): void {
  for (const { pointer, kind, a, b } of diff?.changes ?? []) {
    const values =
      kind === 'changed'
        ? `${JSON.stringify(b)} → ${JSON.stringify(a)}`
        : JSON.stringify(kind === 'added' ? b : a);
    output.text(`${name}${pointer} ${kind}: ${values}`);
  }
  if (diff?.truncated) output.note(`There may be more in the ${name}.`);
}
