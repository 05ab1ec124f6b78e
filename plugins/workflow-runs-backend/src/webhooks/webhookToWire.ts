import { Webhook, WebhookState } from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { TRUSTED_MS } from './Upkeep';
import { WebhookRecord } from './WebhookStore';
import { SecretRecord } from './WebhookVault';

/** What is counted of a webhook, as far as its reader may see the runs. */
export interface WebhookCounts {
  pending: number;
  attempts: number;
  failures: number;
}

/** How a webhook is told to its readers: nothing secret is in it. */
export function webhookToWire(
  record: WebhookRecord,
  beside: {
    /** Undefined where it was deleted meanwhile. */
    lane: DatabaseRow | undefined;
    secrets: SecretRecord[];
    counts: WebhookCounts;
  },
): Webhook {
  const { lane, secrets, counts } = beside;
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    url: record.url,
    eventTypes: record.eventTypes,
    view: record.view,
    headers: record.headerNames,
    enabled: record.enabled,
    state: stateOf(record, lane),
    stateSince: toIsoOrNull(
      record.enabled ? lane?.failing_since ?? null : record.offAt,
    ),
    owner: record.owner,
    createdBy: record.createdBy,
    createdAt: toIso(record.createdAt),
    updatedBy: record.updatedBy,
    updatedAt: toIso(record.updatedAt),
    trustedUntil: toIso(record.visibilityAt + TRUSTED_MS),
    version: record.version,
    secrets: secrets.map(({ id, createdAt, expiresAt }) => ({
      id,
      createdAt: toIso(createdAt),
      expiresAt: toIsoOrNull(expiresAt),
    })),
    lastDelivery:
      lane?.last_at === null || lane?.last_at === undefined
        ? null
        : {
            at: toIso(lane.last_at),
            state: lane.last_state,
            status: lane.last_status,
          },
    pending: counts.pending,
    lastDay: { attempts: counts.attempts, failures: counts.failures },
  };
}

function stateOf(
  { enabled, offReason }: WebhookRecord,
  lane: DatabaseRow | undefined,
): WebhookState {
  if (!enabled) return offReason ?? 'off';
  return lane?.failing_since ? 'failing' : 'active';
}
