import fc from 'fast-check';
import { runSnapshotSchema } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { countsIn, countsOf } from './__fixtures__/counts';
import { historyBy, PlannedStep } from './__fixtures__/HistoryBuilder';
import { recorded, recordings } from './__fixtures__/recorded';
import { HistoryEvent } from './protobuf';
import { RunHistory } from './RunHistory';

const plannedStep: fc.Arbitrary<PlannedStep> = fc.record({
  kind: fc.constantFrom(
    'activity' as const,
    'timer' as const,
    'child' as const,
    'signal' as const,
    'update' as const,
    'nexus' as const,
    'local' as const,
  ),
  end: fc.constantFrom(
    'completed' as const,
    'failed' as const,
    'timedOut' as const,
    'canceled' as const,
    'open' as const,
  ),
  isBeside: fc.boolean(),
});
const history = fc
  .tuple(fc.array(plannedStep, { maxLength: 60 }), fc.boolean())
  .map(([plan, isClosed]) => historyBy(plan, { isClosed }));

function toldOf(
  events: readonly HistoryEvent[],
  run = { namespace: 'default', workflowId: 'id', runId: 'run' },
): RunHistory {
  const told = RunHistory.create(run, PayloadReader.create());
  told.add(events);
  return told;
}

/** So many events of steps of all kinds, one after the other. */
function longHistory(events: number): HistoryEvent[] {
  const kinds = ['activity', 'timer', 'child', 'nexus', 'update'] as const;
  const ends = ['completed', 'failed', 'timedOut', 'canceled'] as const;
  const plan = Array.from({ length: events / 4 }, (_, index) => ({
    kind: kinds[index % kinds.length],
    end: ends[index % ends.length],
    isBeside: false,
  }));
  return historyBy(plan).slice(0, events);
}

describe('the history of any run', () => {
  it('says as many steps of each outcome as Temporal has written', () => {
    fc.assert(
      fc.property(history, events => {
        const snapshot = toldOf(events).snapshot();
        expect(countsIn(snapshot)).toEqual(countsOf(events));
        runSnapshotSchema.parse(snapshot);
      }),
    );
  });

  it.each([10, 100, 1_000, 10_000])(
    'says as many steps of each outcome in %d events',
    length => {
      const events = longHistory(length);
      expect(events).toHaveLength(length);
      const told = toldOf(events);
      expect(countsIn(told.snapshot())).toEqual(countsOf(events));
    },
  );

  it.each(recordings)('says so of what was recorded: %s', name => {
    for (const { workflowId, runId, events } of recorded(name)) {
      const run = { namespace: 'default', workflowId, runId };
      const snapshot = toldOf(events, run).snapshot();
      expect(countsIn(snapshot)).toEqual(countsOf(events));
      runSnapshotSchema.parse(snapshot);
    }
  });

  it('says the same whatever pages it comes in, in any order, and more than once', () => {
    const pages = history.chain(events =>
      fc.tuple(
        fc.constant(events),
        fc.array(fc.tuple(fc.nat(events.length), fc.nat(events.length)), {
          maxLength: 8,
        }),
        fc.shuffledSubarray(events, { minLength: events.length }),
      ),
    );
    fc.assert(
      fc.property(pages, ([events, ranges, shuffled]) => {
        const told = toldOf([]);
        for (const [from, to] of ranges) told.add(events.slice(from, to));
        for (const event of shuffled) told.add([event]);
        told.add(shuffled);
        const whole = toldOf(events);
        expect(told.snapshot()).toEqual(whole.snapshot());
        expect(told.lines(0)).toEqual(whole.lines(0));
        expect(told.nextEventId).toBe(events.length + 1);
      }),
    );
  });

  it('only adds to what was told of its begin', () => {
    const cut = history.chain(events =>
      fc.tuple(fc.constant(events), fc.integer({ min: 1, max: events.length })),
    );
    fc.assert(
      fc.property(cut, ([events, length]) => {
        const whole = toldOf(events);
        const begin = toldOf(events.slice(0, length));
        const later = whole.snapshot().steps;
        begin.snapshot().steps.forEach((step, index) => {
          const same = later[index];
          expect(same.key).toBe(step.key);
          expect(same.dependsOn).toEqual(step.dependsOn);
          const ends = step.attempts.flatMap(({ end }) => end ?? []);
          expect(same.attempts.flatMap(({ end }) => end ?? [])).toEqual(
            expect.arrayContaining(ends),
          );
          // What is said later has to be the latest.
          const [before, after] = [step.nativeStatus!, same.nativeStatus!];
          expect(after.value === before.value || after.at > before.at).toBe(
            true,
          );
        });
        const lines = begin.lines(0);
        expect(whole.lines(0).slice(0, lines.length)).toEqual(lines);
      }),
    );
  });

  it('only has steps come after ones that were there before', () => {
    fc.assert(
      fc.property(history, events => {
        const known = new Set<string>();
        for (const { key, dependsOn } of toldOf(events).snapshot().steps) {
          expect((dependsOn ?? []).filter(each => !known.has(each))).toEqual(
            [],
          );
          expect(known.has(key)).toBe(false);
          known.add(key);
        }
      }),
    );
  });

  it('is read as often as it is long, not as often as its square', () => {
    const readsOf = (length: number) => {
      let reads = 0;
      const events = longHistory(length).map(
        event =>
          new Proxy(event, {
            get(target, name) {
              reads += 1;
              return target[name as keyof HistoryEvent];
            },
          }),
      );
      const told = toldOf(events);
      told.snapshot();
      told.lines(0);
      told.stepsAgainFrom(told.resetPointOf(null)!);
      return reads;
    };
    // Clocks of a busy machine say nothing of this; ten times as many events are read ten times as often.
    expect(readsOf(10_000)).toBeLessThan(readsOf(1_000) * 11);
  });
});
