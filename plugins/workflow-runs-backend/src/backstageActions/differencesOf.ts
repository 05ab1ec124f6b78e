import {
  Comparison,
  ComparedStep,
  Json,
} from 'backstage-plugin-workflow-runs-common';
import type { TypeOf } from 'zod/v3';
import { duration } from '../exports/wording';
import type { Zod } from './BackstageAction';
import { cutValue } from './bounds';

const MAX_VALUE = 300;

/** Something in which two runs differ. */
export const differenceSchema = (z: Zod) =>
  z.object({
    in: z.enum(['version', 'step', 'input', 'output']),
    place: z
      .string()
      .describe('Key of the step, or JSON Pointer within input or output'),
    what: z.string().describe('What is different there'),
    a: z.unknown().describe('In the run that was asked about'),
    b: z.unknown().describe('In the other one'),
  });
type Difference = TypeOf<ReturnType<typeof differenceSchema>>;

/** All in which two runs differ, and what could not be compared. */
export function differencesOf(comparison: Comparison): {
  all: Difference[];
  cut: string[];
} {
  const { a, b, versionsDiffer, steps, input, output } = comparison;
  const version: Difference = {
    in: 'version',
    place: '',
    what: 'version',
    a: `${a.workflow.ref}@${a.workflowVersion}`,
    b: `${b.workflow.ref}@${b.workflowVersion}`,
  };
  return {
    all: [
      ...(versionsDiffer ? [version] : []),
      ...changesOf('input', input),
      ...stepsOf(steps),
      ...changesOf('output', output),
    ],
    cut: [...notCompared('input', input), ...notCompared('output', output)],
  };
}

function stepsOf(steps: Comparison['steps']): Difference[] {
  return steps
    .filter(({ a, b, differs }) => !a || !b || differs.length > 0)
    .map(({ stepKey, a, b, differs }) => ({
      in: 'step',
      place: stepKey,
      what: a && b ? differs.join(', ') : 'only one of them has it',
      a: a && wordsOf(a),
      b: b && wordsOf(b),
    }));
}

function wordsOf({
  status,
  durationMs,
  attempts,
  error,
}: ComparedStep): string {
  const took = durationMs === null ? '' : ` after ${duration(durationMs)}`;
  const tries = attempts === 1 ? '' : `, ${attempts} attempts`;
  const why = error ? `: ${error.category} ${error.code ?? ''}`.trimEnd() : '';
  return `${status}${took}${tries}${why}`;
}

function changesOf(
  side: 'input' | 'output',
  diff: Comparison['input'],
): Difference[] {
  return (diff?.changes ?? []).map(({ pointer, kind, a, b }) => ({
    in: side,
    place: pointer,
    what: kind,
    a: cutValue(a as Json, MAX_VALUE),
    b: cutValue(b as Json, MAX_VALUE),
  }));
}

function notCompared(
  side: 'input' | 'output',
  diff: Comparison['input'],
): string[] {
  if (diff === null)
    return [
      `The ${side} is not compared: one has none, or you may not read that of both`,
    ];
  return diff.truncated ? [`The ${side} may differ in more than is told`] : [];
}
