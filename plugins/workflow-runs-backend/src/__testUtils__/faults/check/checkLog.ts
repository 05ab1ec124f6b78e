import { Evidence } from './Evidence';

/** The log has every position once, and has given out none that it does not hold. */
export function checkLog({
  events,
  head,
}: Pick<Evidence, 'events' | 'head'>): string[] {
  const problems = events.flatMap(({ position }, index) =>
    position === index + 1
      ? []
      : [`position ${position} stands where ${index + 1} belongs`],
  );
  if (head !== events.length) {
    problems.push(
      `the log has given out ${head} positions and holds ${events.length} events`,
    );
  }
  return problems.slice(0, 20);
}
