import {
  FailureGroupDetail,
  FailureState,
  failureActionSchema,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

const allowed = { allowed: true, reason: null };
const DAYS = 30;
const DAY_MS = 86_400_000;

/** An open group of 14 runs; say what differs. @public */
export function aFailureGroup(
  overrides: Partial<FailureGroupDetail> = {},
): FailureGroupDetail {
  const state = overrides.state ?? 'open';
  return {
    id: 'fgr_1',
    workflow: {
      id: 'wf_trial_activation',
      ref: 'embedded/trial_activation',
      engine: 'embedded',
      name: 'trial_activation',
      title: 'Trial activation',
      entityRef: 'component:default/trial-activation',
    },
    ownerRefs: ['group:default/team-growth'],
    stepKey: 'provision',
    errorCategory: 'external_api',
    errorCode: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED postgres:5432',
    environments: ['prod'],
    state,
    snooze: null,
    resolution: null,
    runbook: null,
    firstSeen: at(-7_200),
    lastSeen: at(-120),
    episodes: { count: 2, isMore: false },
    seen: { count: 17, isMore: false },
    failed: { count: 14, isMore: false },
    days: daysOf([0, 0, 1, 0, 2, 3, 11]),
    allowedActions: actionsFor(state),
    samples: [
      {
        runId: 'run_01JDA8M2Q6ZK3V7QK',
        environment: 'prod',
        version: '1.2.0',
        failedAt: at(-120),
        isFailed: true,
      },
      {
        runId: 'run_01JDA7B1C5XJ2T6PH',
        environment: 'prod',
        version: '1.2.0',
        failedAt: at(-900),
        isFailed: false,
      },
    ],
    latestEpisodes: [
      {
        environment: 'prod',
        startedAt: at(-3_600),
        lastSeen: at(-120),
        endedAt: null,
        failures: 14,
      },
      {
        environment: 'prod',
        startedAt: at(-7_200),
        lastSeen: at(-7_000),
        endedAt: at(-6_000),
        failures: 3,
      },
    ],
    ...overrides,
  };
}

/** The latest days of 30, with how many runs failed on each. */
function daysOf(latest: number[]) {
  const runs = [...Array(DAYS - latest.length).fill(0), ...latest];
  const today = Date.parse(at(0));
  return runs.map((count, index) => ({
    day: new Date(today - (DAYS - 1 - index) * DAY_MS)
      .toISOString()
      .slice(0, 10),
    runs: count,
  }));
}

function actionsFor(state: FailureState): FailureGroupDetail['allowedActions'] {
  const refused: Record<string, string | undefined> = {
    snooze:
      state === 'resolved'
        ? 'It is resolved: take it up again first'
        : undefined,
    resolve: state === 'resolved' ? 'It is resolved' : undefined,
    reopen: state === 'open' ? 'It is open' : undefined,
  };
  return Object.fromEntries(
    failureActionSchema.options.map(action => {
      const reason = refused[action];
      return [action, reason ? { allowed: false, reason } : allowed];
    }),
  ) as FailureGroupDetail['allowedActions'];
}

/** Groups of failures, as the fake backend holds them. @public */
export class FakeFailures {
  items: FailureGroupDetail[] = [];

  list(query: { state?: string; workflow?: string; limit?: number }) {
    const states = query.state?.split(',');
    const workflows = query.workflow?.split(',');
    const fitting = this.items.filter(
      ({ state, workflow }) =>
        (!states || states.includes(state)) &&
        (!workflows || workflows.includes(workflow.ref)),
    );
    const limit = Number(query.limit ?? 20);
    return {
      items: fitting.slice(0, limit),
      nextAfter: fitting.length > limit ? fitting[limit - 1].id : null,
    };
  }

  get(id: string): FailureGroupDetail {
    const group = this.items.find(each => each.id === id);
    if (group) return group;
    throw apiError(404, { name: 'NotFoundError', message: 'No such group' });
  }

  /** What somebody says of a group. */
  change(
    id: string,
    route: string,
    body: { until?: string; reason?: string; url?: string | null },
  ): FailureGroupDetail {
    const before = this.get(id);
    const said = {
      actor: 'user:default/operator',
      at: new Date().toISOString(),
      reason: body.reason ?? null,
    };
    const changes: Record<string, Partial<FailureGroupDetail>> = {
      snoozeFailureGroup: {
        state: 'snoozed',
        snooze: { ...said, until: body.until ?? said.at },
      },
      resolveFailureGroup: {
        state: 'resolved',
        snooze: null,
        resolution: said,
      },
      reopenFailureGroup: { state: 'open', snooze: null, resolution: null },
      setFailureRunbook: {
        runbook: body.url ? { url: body.url, of: 'group' } : null,
      },
    };
    const after = { ...before, ...changes[route] };
    after.allowedActions = actionsFor(after.state);
    this.items = this.items.map(each => (each.id === id ? after : each));
    return after;
  }
}
