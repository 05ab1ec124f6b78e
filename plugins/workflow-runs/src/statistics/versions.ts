import { Statistics } from 'backstage-plugin-workflow-runs-common';

/** A version of a workflow with what its runs come to. */
export type VersionFigures = Statistics['versions'][number];

/** What identifies a version among those of all workflows. */
export const versionId = ({ workflow, version }: VersionFigures): string =>
  JSON.stringify([workflow.id, version]);

/** The versions that have another one of the same workflow beside them. */
export function comparable(
  versions: readonly VersionFigures[],
): VersionFigures[] {
  const counts = new Map<string, number>();
  for (const { workflow } of versions) {
    counts.set(workflow.id, (counts.get(workflow.id) ?? 0) + 1);
  }
  return versions.filter(({ workflow }) => counts.get(workflow.id)! > 1);
}
