import {
  AuditEntry,
  AuditOutcome,
  KeysStatus,
  OperatorAction,
  permissionsOfRole,
  Run,
  RunAccess,
} from 'backstage-plugin-workflow-runs-common';
import { at } from './builders';

/** What an operator has canceled; say what differs. @public */
export function anAuditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'aud_1',
    at: at(10),
    actor: 'user:default/operator',
    event: 'run-mutate',
    action: 'cancel',
    outcome: 'succeeded',
    message: null,
    reason: 'Wrong account',
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    resultRunId: null,
    isRunKept: true,
    workflow: 'embedded/trial_activation',
    tenantId: 'default',
    actionId: null,
    stepKey: null,
    refusal: null,
    details: {},
    before: null,
    after: null,
    origin: null,
    ...overrides,
  };
}

const OUTCOMES: Record<OperatorAction['status'], AuditOutcome> = {
  requested: 'pending',
  accepted: 'pending',
  completed: 'succeeded',
  refused: 'refused',
  canceled: 'refused',
  failed: 'failed',
};

/** The audit trail and the keys, as the fake backend holds them. @public */
export class FakeAudit {
  /** Newest first; those of runs come beside what their actions tell. */
  items: AuditEntry[] = [];
  keys: KeysStatus = {
    items: [{ id: '2026-11', isConfigured: true, isActive: true, runs: 214 }],
    unreadable: 0,
    isGenerated: false,
    rotation: { left: 0, isUnderWay: false },
  };
  /** What is told of who can see a run. */
  access: Partial<RunAccess> = {};

  ofRun({ run, actions }: { run: Run; actions: OperatorAction[] }) {
    const ofActions = actions.map(action =>
      anAuditEntry({
        id: `aud-${action.id}`,
        at: action.requestedAt,
        actor: action.actor,
        action: action.action,
        outcome: OUTCOMES[action.status],
        message: action.message,
        reason: action.reason,
        runId: run.id,
        workflow: run.workflow.ref,
        actionId: action.id,
        stepKey: action.stepKey,
      }),
    );
    const others = this.items.filter(
      ({ runId, resultRunId }) => runId === run.id || resultRunId === run.id,
    );
    return { items: [...others, ...ofActions], nextToken: null };
  }

  list(query: {
    actor?: string;
    event?: string;
    action?: string;
    run?: string;
    workflow?: string;
    outcome?: string;
  }) {
    const { actor, event, action, run, workflow, outcome } = query;
    const fits = (wanted: string | undefined, value: string | null) =>
      wanted === undefined || wanted === value;
    return {
      items: this.items.filter(
        entry =>
          fits(actor, entry.actor) &&
          fits(event, entry.event) &&
          fits(action, entry.action) &&
          fits(run, entry.runId) &&
          fits(workflow, entry.workflow) &&
          fits(outcome, entry.outcome),
      ),
      nextToken: null,
    };
  }

  explain(run: Run, principal: string | undefined): RunAccess {
    const permissions = [...permissionsOfRole('operator')];
    const owner: RunAccess['grants'][number] = {
      by: 'owner',
      ref: 'group:default/team-growth',
      role: 'operator',
      permissions,
    };
    return {
      runId: run.id,
      workflow: run.workflow.ref,
      ownerRefs: [owner.ref],
      isConfigured: true,
      ownersOperate: true,
      grants: [
        { ...owner, by: 'role', ref: 'user:default/admin', role: 'admin' },
        owner,
      ],
      you: { ref: 'user:default/admin', permissions },
      principal: principal
        ? {
            ref: principal,
            isKnown: true,
            memberOf: [principal, owner.ref],
            grants: [owner],
          }
        : null,
      limits: ['policy_is_code', 'catalog_is_late', 'services', 'database'],
      ...this.access,
    };
  }
}
