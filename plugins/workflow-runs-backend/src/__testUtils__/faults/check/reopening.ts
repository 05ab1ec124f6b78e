import {
  SkipReason,
  StepStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';

/** Reasons for which a step is skipped that are no failure of the run. */
const HARMLESS: readonly (SkipReason | undefined)[] = [
  'condition',
  'upstream_skipped',
  'branch_not_taken',
  'forced',
];

/** The steps that a run does again when it is opened again, in the order of its definition. */
export function toRepeat(
  { steps }: WorkflowDefinition,
  from: string | null,
  stepOf: (key: string) => { status: StepStatus; skipReason?: SkipReason },
): string[] {
  const repeated = new Set<string>();
  const repeat = (key: string) => {
    if (repeated.has(key)) return;
    repeated.add(key);
    for (const other of steps) {
      if (other.dependsOn.includes(key)) repeat(other.key);
    }
  };
  for (const { key } of steps) {
    const { status, skipReason } = stepOf(key);
    const hasSucceeded =
      status === 'completed' ||
      (status === 'skipped' && HARMLESS.includes(skipReason));
    if (key === from || !hasSucceeded) repeat(key);
  }
  return steps.map(({ key }) => key).filter(key => repeated.has(key));
}
