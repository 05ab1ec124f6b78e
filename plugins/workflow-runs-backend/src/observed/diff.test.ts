import fc from 'fast-check';
import {
  ObservedAttempt,
  ObservedPassage,
  ObservedStep,
  RunSnapshot,
  runFactSchema,
  runSnapshotSchema,
} from 'backstage-plugin-workflow-runs-common';
import { eventKey } from '../recorder/eventKey';
import { diff, Told } from './diff';
import { merge, nothingOf } from './merge';
import { rowsOf } from './rowsOf';

/** A part of what is known of one run. */
const part = (told: {
  passage?: Partial<ObservedPassage>;
  step?: Partial<ObservedStep>;
  tags?: string[];
}): RunSnapshot => ({
  ...nothingOf('1', 'default'),
  workflow: { name: 'build' },
  tags: told.tags ?? [],
  passages: told.passage ? [{ generation: 0, marks: [], ...told.passage }] : [],
  steps: told.step ? [{ key: 'test', attempts: [], ...told.step }] : [],
});
const attempt = (said: Partial<ObservedAttempt>) =>
  part({ step: { attempts: [{ generation: 0, number: 1, ...said }] } });
const queued = part({ passage: { queuedAt: 10 } });
const started = part({ passage: { startedAt: 20 } });
const completed = part({
  passage: { end: { at: 90, outcome: 'completed' } },
});
const failed = part({ passage: { end: { at: 90, outcome: 'failed' } } });
const again = part({ passage: { generation: 1, startedAt: 100 } });

/** What each of several messages adds to the log. */
const told = (...parts: RunSnapshot[]): string[][] => {
  let known = nothingOf('1', 'default');
  let before: Told | null = null;
  return parts.map(each => {
    known = merge(known, each);
    const news = diff(before, known);
    before = news.told;
    return news.facts.map(fact =>
      [
        fact.type,
        fact.at,
        'from' in fact ? `from ${fact.from}` : [],
        'attempt' in fact ? `try ${fact.attempt}` : [],
      ]
        .flat()
        .join(' '),
    );
  });
};

describe('what is news', () => {
  it.each<[string, RunSnapshot[], string[][]]>([
    [
      'a run in order',
      [queued, started, completed],
      [
        ['run.queued 10'],
        ['run.started 20 from queued'],
        ['run.completed 90 from running'],
      ],
    ],
    [
      'a run of which the end comes first: what comes late is no news',
      [completed, started, queued],
      [
        [
          'run.queued 90',
          'run.started 90 from queued',
          'run.completed 90 from running',
        ],
        [],
        [],
      ],
    ],
    [
      'the same twice',
      [started, started],
      [['run.queued 20', 'run.started 20 from queued'], []],
    ],
    [
      'another end than the one that stands',
      [merge(started, completed), failed],
      [
        [
          'run.queued 20',
          'run.started 20 from queued',
          'run.completed 90 from running',
        ],
        [],
      ],
    ],
    [
      'a pause, and one that comes too late',
      [
        started,
        part({ passage: { marks: [{ at: 40, to: 'paused' }] } }),
        part({ passage: { marks: [{ at: 50, to: 'running' }] } }),
        part({ passage: { marks: [{ at: 30, to: 'waiting_human' }] } }),
      ],
      [
        ['run.queued 20', 'run.started 20 from queued'],
        ['run.paused 40 from running'],
        ['run.resumed 50 from paused'],
        [],
      ],
    ],
    [
      'a run that is opened again, before it is known how it ended',
      [started, again, failed],
      [
        ['run.queued 20', 'run.started 20 from queued'],
        [],
        ['run.failed 90 from running', 'run.reopened 100 from failed'],
      ],
    ],
    [
      'tries of a step, of which the engine makes another',
      [
        started,
        attempt({
          startedAt: 30,
          end: { at: 40, outcome: 'failed', willRetry: true },
        }),
        attempt({ number: 2, startedAt: 45 }),
        attempt({ number: 2, end: { at: 50, outcome: 'completed' } }),
      ],
      [
        ['run.queued 20', 'run.started 20 from queued'],
        [
          'step.started 30 from pending try 1',
          'step.retrying 40 from running try 1',
        ],
        ['step.started 45 from retrying try 2'],
        ['step.completed 50 from running try 2'],
      ],
    ],
    [
      'a second try of which nobody knew, and the first one afterwards',
      [
        merge(started, attempt({ number: 2, startedAt: 45 })),
        attempt({ startedAt: 30, end: { at: 40, outcome: 'failed' } }),
        attempt({ number: 2, end: { at: 50, outcome: 'completed' } }),
      ],
      [
        [
          'run.queued 20',
          'run.started 20 from queued',
          'step.started 45 from pending try 2',
        ],
        [],
        ['step.completed 50 from running try 2'],
      ],
    ],
    [
      'a try behind one that was told to have failed for good',
      [
        merge(
          started,
          attempt({ startedAt: 30, end: { at: 40, outcome: 'failed' } }),
        ),
        attempt({ number: 2, startedAt: 45 }),
      ],
      [
        [
          'run.queued 20',
          'run.started 20 from queued',
          'step.started 30 from pending try 1',
          'step.failed 40 from running try 1',
        ],
        [
          'step.retrying 45 from failed try 1',
          'step.started 45 from retrying try 2',
        ],
      ],
    ],
    [
      'a step that is skipped, and tags that come later',
      [
        started,
        part({
          step: { skipped: { generation: 0, at: 30, reason: 'condition' } },
        }),
        part({ tags: ['nightly'] }),
      ],
      [
        ['run.queued 20', 'run.started 20 from queued'],
        ['step.skipped 30 from pending'],
        ['run.changed 20'],
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(told(...parts)).toEqual(expected);
  });
});

/** Where a fact may lead on from: docs/concepts/lifecycle.md. */
const RUN: Record<string, string[]> = {
  'run.started': ['queued'],
  'run.reopened': ['completed', 'failed', 'canceled'],
  'run.paused': ['running', 'waiting_human'],
  'run.waiting_human': ['running', 'paused'],
  'run.resumed': ['paused', 'waiting_human'],
  'run.completed': ['running', 'paused', 'waiting_human'],
  'run.failed': ['running', 'paused', 'waiting_human'],
  'run.canceled': ['running', 'paused', 'waiting_human'],
};
const STEP: Record<string, string[]> = {
  'step.started': ['pending', 'retrying'],
  'step.retrying': ['running', 'failed', 'completed', 'canceled'],
  'step.completed': ['running'],
  'step.failed': ['running'],
  'step.canceled': ['running'],
  'step.skipped': ['pending'],
};
const statusAfter = (type: string) =>
  ({ started: 'running', resumed: 'running', reopened: 'running' }[
    type.split('.')[1]
  ] ?? type.split('.')[1]);

/** A run of two passages at most, with a few steps of a few tries each, that does not contradict itself. */
const runs = fc
  .record({
    passages: fc.array(
      fc.record({
        pauses: fc.array(fc.constantFrom('paused', 'waiting_human'), {
          maxLength: 2,
        }),
        tries: fc.array(fc.integer({ min: 0, max: 3 }), {
          minLength: 1,
          maxLength: 3,
        }),
        outcome: fc.constantFrom('completed', 'failed', 'canceled'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    isOpen: fc.boolean(),
  })
  .map(({ passages, isOpen }): RunSnapshot[] => {
    let clock = 0;
    const tick = () => (clock += 10);
    return passages.flatMap(({ pauses, tries, outcome }, generation) => {
      const passage = (said: object) =>
        part({ passage: { generation, ...said } });
      const isLast = generation === passages.length - 1;
      return [
        ...(generation === 0 ? [passage({ queuedAt: tick() })] : []),
        passage({ startedAt: tick() }),
        ...pauses.flatMap(to => [
          passage({ marks: [{ at: tick(), to }] }),
          passage({ marks: [{ at: tick(), to: 'running' }] }),
        ]),
        ...tries.flatMap((count, step) =>
          Array.from({ length: count }, (_, index) => {
            const ofStep = (said: object) =>
              part({
                step: {
                  key: `step-${step}`,
                  attempts: [{ generation, number: index + 1, ...said }],
                },
              });
            const willRetry = index < count - 1;
            return [
              ofStep({ startedAt: tick() }),
              ofStep({
                end: {
                  at: tick(),
                  outcome: willRetry ? 'failed' : 'completed',
                  ...(willRetry ? { willRetry } : {}),
                },
              }),
            ];
          }).flat(),
        ),
        ...(isLast && isOpen
          ? []
          : [passage({ end: { at: tick(), outcome } })]),
      ];
    });
  });

/** The parts in any order, some twice; and as an engine that tells everything it knows each time, with gaps. */
const deliveries = runs.chain(parts =>
  fc.record({
    parts: fc.constant(parts),
    shuffled: fc
      .tuple(
        fc.shuffledSubarray(parts, { minLength: parts.length }),
        fc.subarray(parts),
      )
      .map(([all, twice]) => [...all, ...twice]),
    kept: fc.subarray([...parts.keys()]),
  }),
);

const add = (parts: readonly RunSnapshot[]) =>
  parts.reduce((known, each) => merge(known, each), nothingOf('1', 'default'));

describe('a run of which is told in any order', () => {
  it('is the same in the end, also where snapshots are lost but the last', () => {
    fc.assert(
      fc.property(deliveries, ({ parts, shuffled, kept }) => {
        const ordered = add(parts);
        const snapshots = [
          ...kept.map(index => add(parts.slice(0, index + 1))),
          ordered,
        ];

        const rows = rowsOf('run_1', ordered);
        expect(add(shuffled)).toEqual(ordered);
        expect(rowsOf('run_1', add(shuffled))).toEqual(rows);
        expect(add(snapshots)).toEqual(ordered);
        expect(runSnapshotSchema.parse(ordered)).toEqual(ordered);
      }),
    );
  });

  it('has facts that lead on from each other, each with a key of its own', () => {
    fc.assert(
      fc.property(deliveries, ({ shuffled }) => {
        let known = nothingOf('1', 'default');
        let before: Told | null = null;
        const statuses = new Map<string, string>();
        const keys = new Set<string>();
        for (const each of shuffled) {
          known = merge(known, each);
          const news: ReturnType<typeof diff> = diff(before, known);
          before = news.told;
          for (const fact of news.facts) {
            expect(runFactSchema.safeParse(fact).error).toBeUndefined();
            expect(keys.has(eventKey(fact))).toBe(false);
            keys.add(eventKey(fact));
            const ofStep = 'item' in fact && 'from' in fact;
            const name = ofStep ? `${fact.generation} ${fact.step}` : 'run';
            if (fact.type === 'run.queued') statuses.set(name, 'queued');
            if (!('from' in fact)) continue;
            const from = statuses.get(name) ?? 'pending';
            const allowed = (ofStep ? STEP : RUN)[fact.type];
            expect({ from: fact.from, isAllowed: true }).toEqual({
              from,
              isAllowed: allowed.includes(from),
            });
            statuses.set(name, statusAfter(fact.type));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
