/** What happens in a run, by name; `happy` is the one without troubles. */
export const STORIES = [
  'happy',
  'flaky',
  'doubtful_customer',
  'billing_down',
  'rollback_fails',
  'quota_stuck',
  'mail_down',
] as const;
export type Story = (typeof STORIES)[number];

/** How a request is answered instead of being served. */
export type Trouble = 429 | 503 | 'silence';

/** Troubles of one operation: those of the first requests, or one that never passes. */
type Script = readonly Trouble[] | { always: Trouble };

/**
 * What goes wrong, by operation. Where a step gives up, the script is as long as its retry policy: an
 * operator who tries once more finds the service repaired.
 */
const SCRIPTS: Record<Story, Readonly<Record<string, Script>>> = {
  happy: {},
  flaky: {
    'POST accounts': [503],
    'POST agents': ['silence'],
    'POST subscriptions': [429, 503],
    'PUT quotas': [503, 503],
  },
  doubtful_customer: {},
  billing_down: { 'POST subscriptions': [503, 503, 503, 503] },
  rollback_fails: {
    'POST subscriptions': [503, 503, 503, 503],
    'DELETE reservations': [503, 503, 503],
  },
  quota_stuck: { 'PUT quotas': { always: 503 } },
  mail_down: { 'POST mails': [503, 503, 503] },
};

/** Whose request it is, and what it wants. */
export interface StoryRequest {
  /** Requests with the same one belong together, whatever step and attempt they come from. */
  correlationId: string;
  story: Story;
  /** `POST accounts` */
  operation: string;
}

/**
 * Follows the stories. It counts in memory, so a restart of the backend begins them again.
 *
 * @returns a function that says what is to go wrong with a request, if anything
 */
export function createTroubles(): (
  request: StoryRequest,
) => Trouble | undefined {
  const counts = new Map<string, number>();
  return ({ correlationId, story, operation }) => {
    const script = SCRIPTS[story][operation];
    if (!script) return undefined;
    if ('always' in script) return script.always;
    const key = `${correlationId} ${operation}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return script[count];
  };
}
