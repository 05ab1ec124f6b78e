import { Signer } from '../sealing/Signer';

/** Says who may fetch an artifact without credentials, and until when: whoever has its URL. */
export class SignedUrls {
  constructor(
    private readonly signer: Signer,
    private readonly now: () => number,
  ) {}

  /**
   * Path and query of a URL, below `/v1`.
   *
   * @param expiresAt - epoch milliseconds
   */
  pathOf(artifactId: string, expiresAt: number): string {
    const expires = Math.floor(expiresAt / 1_000);
    const signature = this.signer.sign(signed(artifactId, expires));
    return `/artifacts/${artifactId}/content?expires=${expires}&signature=${signature}`;
  }

  /** Whether a URL was given out here for this artifact, and is still good. */
  isGood(
    artifactId: string,
    { expires, signature }: { expires: number; signature: string },
  ): boolean {
    const isSigned = this.signer.verify(signed(artifactId, expires), signature);
    return isSigned && expires * 1_000 > this.now();
  }
}

/** An id has no slash, and a number no other sign: nothing else reads the same. */
function signed(artifactId: string, expires: number): string {
  return `${artifactId}/${expires}`;
}
