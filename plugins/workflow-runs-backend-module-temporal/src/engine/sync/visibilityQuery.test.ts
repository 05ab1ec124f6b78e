import { visibilityQuery } from './visibilityQuery';

const NOW = Date.parse('2026-11-29T12:00:00.000Z');
const hoursAgo = (hours: number) => NOW - hours * 3_600_000;
const scope = (subject: any) => ({
  instance: {} as any,
  cursor: null,
  limit: 100,
  ...subject,
});
const terms = { open: ['Running', 'Paused'] };

describe('the visibility query', () => {
  it('finds what is open by its status', () => {
    expect(visibilityQuery(scope({ kind: 'open', known: [] }), terms)).toBe(
      "ExecutionStatus IN ('Running', 'Paused')",
    );
  });

  it('finds what began or ended within a time', () => {
    const subject = { kind: 'window', since: hoursAgo(2), until: hoursAgo(1) };

    expect(visibilityQuery(scope(subject), terms)).toBe(
      "(StartTime >= '2026-11-29T10:00:00.000Z' AND StartTime < '2026-11-29T11:00:00.000Z') OR " +
        "(CloseTime >= '2026-11-29T10:00:00.000Z' AND CloseTime < '2026-11-29T11:00:00.000Z')",
    );
  });

  it('looks back no further than the cluster is to be looked at', () => {
    const subject = { kind: 'backfill', since: hoursAgo(72), until: NOW };

    expect(visibilityQuery(scope(subject), { ...terms, backfillDays: 1 })).toBe(
      "StartTime >= '2026-11-28T12:00:00.000Z' AND StartTime < '2026-11-29T12:00:00.000Z'",
    );
  });

  it('leaves out what the cluster says, whatever is asked for', () => {
    const query = "WorkflowType != 'noise' OR x = 1";

    expect(
      visibilityQuery(scope({ kind: 'open', known: [] }), { ...terms, query }),
    ).toBe(
      "(ExecutionStatus IN ('Running', 'Paused')) AND (WorkflowType != 'noise' OR x = 1)",
    );
  });
});
