import { Json } from 'backstage-plugin-workflow-runs-common';

/** A value that was tokenized. */
export interface Revealed {
  kind: string;
  value: Json;
}

/** Opens what was tokenized; who may ask for it is for the caller to check and to audit. */
export interface TokenVault {
  /**
   * @param tokenId - the last part of `[token:<kind>:<id>]`
   * @throws NotFoundError where the run has no such token
   * @throws Unreadable where its value cannot be opened any more
   */
  open(tokenId: string, runId: string): Promise<Revealed>;
}
