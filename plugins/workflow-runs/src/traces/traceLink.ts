/** Where a trace opens; `bad` where the template leads nowhere. */
export type TraceLink =
  | { kind: 'none' }
  | { kind: 'bad' }
  | { kind: 'link'; url: string };

const PLACE = '{traceId}';

/**
 * The link to a trace by the template of `workflowRuns.traces.url`. Only http and https are followed: the
 * template is of the portal, and what a link of another kind does in a browser is not for it to say.
 */
export function traceLink(
  template: string | undefined,
  traceId: string,
): TraceLink {
  if (!template) return { kind: 'none' };
  const [start] = template.split(PLACE);
  // The id must not be able to say which host it is.
  if (!template.includes(PLACE) || !isOfHost(start)) return { kind: 'bad' };
  const url = template.replaceAll(PLACE, encodeURIComponent(traceId));
  return { kind: 'link', url };
}

function isOfHost(start: string): boolean {
  try {
    const { protocol, host } = new URL(start);
    const isWeb = protocol === 'https:' || protocol === 'http:';
    return isWeb && host !== '' && /^https?:\/\/[^/]+[/?#]/i.test(start);
  } catch {
    return false;
  }
}
