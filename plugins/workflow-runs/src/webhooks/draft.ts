import {
  DEFAULT_WEBHOOK_EVENTS,
  Webhook,
  WebhookRequest,
  WebhookSubscription,
} from 'backstage-plugin-workflow-runs-common';

/** A header as it is typed; one that there is already keeps its value while none is typed. */
export interface HeaderDraft {
  /** Tells it from others while it is typed. */
  id: number;
  name: string;
  value: string;
  isKept: boolean;
}

/** A webhook as it is typed. */
export interface WebhookDraft {
  name: string;
  description: string;
  url: string;
  owner: string;
  /** Empty: all runs. */
  viewId: string;
  eventTypes: string[];
  headers: HeaderDraft[];
  enabled: boolean;
}

/** What a new webhook begins with. */
export function emptyDraft(): WebhookDraft {
  return {
    name: '',
    description: '',
    url: '',
    owner: '',
    viewId: '',
    eventTypes: [...DEFAULT_WEBHOOK_EVENTS],
    headers: [],
    enabled: true,
  };
}

/** A webhook, to be changed. */
export function draftOf(webhook: Webhook): WebhookDraft {
  return {
    name: webhook.name,
    description: webhook.description,
    url: webhook.url,
    owner: webhook.owner,
    viewId: webhook.view?.id ?? '',
    eventTypes: webhook.eventTypes,
    headers: webhook.headers.map((name, id) => ({
      id,
      name,
      value: '',
      isKept: true,
    })),
    enabled: webhook.enabled,
  };
}

/** What the backend is asked for. */
export function requestOf(draft: WebhookDraft): WebhookRequest {
  const { owner, viewId, eventTypes, headers, ...rest } = draft;
  return {
    ...rest,
    owner: owner.trim() || undefined,
    viewId: viewId || null,
    eventTypes: eventTypes as WebhookSubscription[],
    headers: headers.map(({ name, value, isKept }) =>
      isKept && value === '' ? { name } : { name, value },
    ),
  };
}
