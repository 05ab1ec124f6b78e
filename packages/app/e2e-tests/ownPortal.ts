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

/** What differs from the portal of the browser tests. */
export interface OwnPortalOptions {
  /** Goes before what its configuration says. */
  config?: object;
  /** More of its command line. */
  args?: string[];
  /** More of its environment. */
  env?: Record<string, string>;
}

/** Starts a portal of one's own, as the browser tests start theirs. */
export async function startOwnPortal(
  name: string,
  options: OwnPortalOptions = {},
): Promise<OwnPortal> {
  // The scripts are no package, and tell no types.
  const script = resolve(REPOSITORY, 'scripts/testing/isolatedPortal.mjs');
  const { startIsolatedPortal } = await import(script);
  return startIsolatedPortal({
    logFile: resolve(REPOSITORY, `e2e-results/${name}.log`),
    ...options,
  });
}

/** A PostgreSQL that no other test uses. */
export interface OwnPostgres {
  url: string;
  stop: () => Promise<void>;
}

/** Starts a PostgreSQL of one's own, for portals that share it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const script = resolve(REPOSITORY, 'scripts/testing/postgres.mjs');
  const { startPostgres } = await import(script);
  return startPostgres();
}
