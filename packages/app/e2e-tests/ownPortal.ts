import { resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');

/** A portal that no other test uses, and that may be halted. */
export interface OwnPortal {
  url: string;
  /** Where it keeps its files. */
  dataDirectory: string;
  /** Ends its process, and keeps its state. */
  halt: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again at the same address. */
  resume: () => Promise<unknown>;
  stop: () => Promise<void>;
}

/**
 * Starts a portal of one's own, as the browser tests start theirs.
 *
 * @param config - a file of this folder with more configuration
 */
export async function startOwnPortal(
  name: string,
  config?: string,
): Promise<OwnPortal> {
  // The scripts are no package, and tell no types.
  const script = resolve(REPOSITORY, 'scripts/testing/isolatedPortal.mjs');
  const { startIsolatedPortal } = await import(script);
  return startIsolatedPortal({
    logFile: resolve(REPOSITORY, `e2e-results/${name}.log`),
    args: config ? ['--config', resolve(__dirname, config)] : [],
  });
}
