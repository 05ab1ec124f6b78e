import { NotFoundError } from '@backstage/errors';
import { Artifact } from 'backstage-plugin-workflow-runs-common';

/** An artifact whose content is kept here. */
export type HeldArtifact = Artifact & { bytes: number; sha256: string };

/** @throws NotFoundError where it is only known where the content is */
export function held(artifact: Artifact): HeldArtifact {
  const { bytes, sha256, url, name } = artifact;
  if (url !== null || bytes === null || sha256 === null) {
    throw new NotFoundError(
      `The content of '${name}' is not here: its \`url\` says where it is`,
    );
  }
  return { ...artifact, bytes, sha256 };
}
