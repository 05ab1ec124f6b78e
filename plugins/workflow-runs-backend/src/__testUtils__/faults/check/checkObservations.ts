import { Evidence, HistoryEvent } from './Evidence';

/** Whether the log still says what it said when it was read while runs went on. */
export function checkObservations({
  observed,
  events,
}: Pick<Evidence, 'observed' | 'events'>): string[] {
  const now = new Map(events.map(event => [event.position, eventText(event)]));
  const changed = [...observed.events]
    .filter(([position, text]) => now.get(position) !== text)
    .map(([position]) => `the event at ${position} is not what it was`);
  return [...observed.problems, ...changed];
}

export function eventText(event: HistoryEvent): string {
  return JSON.stringify(event);
}
