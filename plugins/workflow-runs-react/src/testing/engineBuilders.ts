import {
  Freshness,
  ObservedEngine,
} from 'backstage-plugin-workflow-runs-common';

/** An engine that is asked for its runs, and is up to date; say what differs. @public */
export function anEngine(
  overrides: Partial<ObservedEngine> = {},
): ObservedEngine {
  return {
    id: 'ci',
    title: 'Builds',
    environment: 'production',
    capabilities: {
      launch: false,
      actions: ['cancel', 'retry'],
      logs: true,
      artifacts: false,
    },
    state: 'idle',
    syncedAt: new Date(Date.now() - 12_000).toISOString(),
    isStale: false,
    lastError: null,
    lastErrorAt: null,
    retryAt: null,
    backlog: [],
    sync: { allowed: true, reason: null },
    ...overrides,
  };
}

/** A run that is known as it was twelve seconds ago; say what differs. @public */
export function aFreshness(overrides: Partial<Freshness> = {}): Freshness {
  return {
    syncedAt: new Date(Date.now() - 12_000).toISOString(),
    isStale: false,
    problem: null,
    sync: { allowed: true, reason: null },
    ...overrides,
  };
}
