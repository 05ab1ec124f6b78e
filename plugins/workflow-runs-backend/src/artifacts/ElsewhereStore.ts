import { Readable } from 'node:stream';
import { NotFoundError } from '@backstage/errors';
import { ArtifactStore } from './ArtifactStore';

/** Names it in the row of an artifact. */
export const ELSEWHERE = 'elsewhere';

/** Artifacts of which it is only known where they are: the portal holds no content of them, and deletes none. */
export class ElsewhereStore implements ArtifactStore {
  readonly id = ELSEWHERE;

  async put(): Promise<void> {
    throw new Error('Content that is elsewhere is not put there from here');
  }

  get(): Readable {
    throw new NotFoundError(
      'The content is not here: the artifact says where it is',
    );
  }

  async delete(): Promise<void> {}
}
