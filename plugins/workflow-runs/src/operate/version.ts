import { Run, WorkflowDetail } from 'backstage-plugin-workflow-runs-common';
import { hasNoSchema } from '../launch/takesInput';

/** Which version of its workflow a new run is of. */
export type VersionChoice =
  | { kind: 'newest' }
  | { kind: 'ofRun' }
  | { kind: 'other'; version: string };

/** The choice as the API wants it: nothing said is the newest. */
export function versionAsked(
  choice: VersionChoice,
  run: Pick<Run, 'workflowVersion'>,
): string | undefined {
  switch (choice.kind) {
    case 'newest':
      return undefined;
    case 'ofRun':
      return run.workflowVersion;
    default:
      return choice.version.trim() || undefined;
  }
}

/** The schema of the input of a version; undefined where only the backend has it. */
export function schemaOf(
  choice: VersionChoice,
  run: Pick<Run, 'workflowVersion'>,
  workflow: WorkflowDetail | undefined,
) {
  if (workflow && hasNoSchema(workflow)) return undefined;
  const asked = versionAsked(choice, run) ?? workflow?.version;
  return workflow?.version === asked ? workflow?.inputSchema : undefined;
}
