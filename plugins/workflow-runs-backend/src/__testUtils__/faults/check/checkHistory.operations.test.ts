import { z } from 'zod';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { checkHistory } from './checkHistory';
import { facts, toHistory } from './history';

const { definition } = defineWorkflow({
  name: 'parcel',
  version: '1',
  input: z.object({ items: z.array(z.number()) }),
  onFailure: 'compensate',
  steps: {
    pack: { compensate: { retry: failAfter(2) } },
    check: {
      type: 'approval',
      dependsOn: ['pack'],
      onReject: { branch: ['return'] },
    },
    label: {
      type: 'map',
      items: { $ref: '/input/items' },
      dependsOn: ['pack'],
      concurrency: 1,
    },
    send: { dependsOn: ['check', 'label'], compensate: {}, onFailure: 'hold' },
    return: { dependsOn: ['check'] },
  },
});
const {
  queued,
  started,
  completed,
  failed,
  canceled,
  canceling,
  asked,
  answered,
  pausing,
  paused,
  waitsForHuman,
  resumed,
  reopened,
  stepAsks,
  decided,
  undoing,
  undone,
  stepStarted,
  stepRetrying,
  stepCompleted,
  stepFailed,
  stepCanceled,
  stepSkipped,
} = facts;

const PACK = 'pack:compensate';
const rejects = { from: 'waiting_human', attempt: null } as const;
const ofItem = (item: number) => ({ item } as const);
const later = (fact: RunFact): RunFact => ({ ...fact, generation: 1 });

/** One after the other: what happens again at the same time would be told twice. */
const problemsOf = (told: RunFact[]) =>
  checkHistory(
    definition,
    toHistory(told.map((fact, index) => ({ ...fact, at: 1_000 + index }))),
  );

const packed = () => [
  queued(),
  started(),
  stepStarted('pack'),
  stepCompleted('pack'),
];
const labeled = () => [
  ...packed(),
  stepStarted('label'),
  stepStarted('label', ofItem(0)),
  stepCompleted('label', ofItem(0)),
  stepCompleted('label'),
];
const approved = () => [
  ...labeled(),
  stepAsks('check'),
  waitsForHuman(),
  asked('decide'),
  decided('check'),
  stepCompleted('check', rejects),
  stepSkipped('return', 'branch_not_taken'),
  resumed('waiting_human'),
];
const held = () => [
  ...approved(),
  stepStarted('send'),
  stepFailed('send', { held: true, endsRun: false }),
  paused('step_failed'),
];
const stopped = () => [
  ...packed(),
  asked('cancel'),
  canceling(),
  stepSkipped('check', 'run_canceled'),
  stepSkipped('label', 'run_canceled'),
  stepSkipped('send', 'run_canceled'),
  stepSkipped('return', 'run_canceled'),
];
const undo = () => [
  undoing('pack'),
  stepStarted(PACK),
  stepCompleted(PACK),
  undone('pack'),
];

describe('checkHistory accepts', () => {
  it.each<[string, RunFact[]]>([
    [
      'what is asked, decided and goes on',
      [...approved(), stepStarted('send'), stepCompleted('send'), completed()],
    ],
    [
      'a pause, and what goes on after it',
      [
        ...packed(),
        asked('pause'),
        pausing(),
        paused(),
        asked('resume'),
        resumed(),
        stepStarted('label'),
      ],
    ],
    [
      'a run that is canceled and undone',
      [...stopped(), ...undo(), canceled()],
    ],
    [
      'what is held and tried again, whatever its policy',
      [
        ...held(),
        asked('retry'),
        stepRetrying('send', { from: 'failed', expected: false }),
        resumed(),
        stepStarted('send', { from: 'retrying', attempt: 2, expected: false }),
      ],
    ],
    [
      'what is held and settled by an operator',
      [
        ...held(),
        asked('force'),
        stepSkipped('send', 'forced'),
        resumed(),
        { ...completed(), partial: true } as RunFact,
      ].map(fact =>
        fact.type === 'step.skipped' && fact.reason === 'forced'
          ? { ...fact, from: 'failed' }
          : fact,
      ),
    ],
    [
      'a run that is opened again, from what did not succeed',
      [
        ...stopped(),
        ...undo(),
        canceled(),
        asked('retry'),
        {
          ...reopened(['pack', 'check', 'label', 'send', 'return']),
          from: 'canceled',
        } as RunFact,
        later(stepStarted('pack')),
      ],
    ],
    [
      'items that were to be done again, and are not, because it is canceled before',
      [
        ...packed(),
        stepStarted('label'),
        stepStarted('label', ofItem(0)),
        stepFailed('label', { item: 0, endsRun: false }),
        stepFailed('label'),
        stepSkipped('check', 'upstream_failed'),
        stepSkipped('send', 'upstream_failed'),
        stepSkipped('return', 'upstream_failed'),
        ...undo(),
        failed('label'),
        asked('retry'),
        reopened(['pack', 'check', 'label', 'label#0', 'send', 'return']),
        ...[
          asked('cancel'),
          canceling(),
          stepSkipped('pack', 'run_canceled'),
          stepSkipped('check', 'run_canceled'),
          stepSkipped('label', 'run_canceled'),
          stepSkipped('send', 'run_canceled'),
          stepSkipped('return', 'run_canceled'),
          canceled(),
        ].map(later),
      ],
    ],
  ])('%s', (_, told) => {
    expect(problemsOf(told)).toEqual([]);
  });
});

describe('checkHistory finds', () => {
  it.each<[string, RunFact[], string]>([
    [
      'a start while a pause is asked for',
      [...packed(), asked('pause'), pausing(), stepStarted('label')],
      'label: it starts although the run is held',
    ],
    [
      'a pause that nobody has asked for',
      [...packed(), paused()],
      'there is no reason: null',
    ],
    [
      'a pause while something still runs',
      [
        ...packed(),
        stepStarted('label'),
        stepStarted('label', ofItem(0)),
        asked('pause'),
        pausing(),
        paused(),
      ],
      'label#0 still runs',
    ],
    [
      'a decision about what asks nobody',
      [...packed(), asked('decide'), decided('check')],
      'check is pending, and asks nobody',
    ],
    [
      'a decision that nobody has made',
      [...packed(), stepAsks('check'), decided('check')],
      'nobody has asked for it',
    ],
    [
      'a branch that was not to be left',
      [
        ...packed(),
        stepAsks('check'),
        asked('decide'),
        decided('check', 'rejected'),
        stepCompleted('check', rejects),
        stepSkipped('return', 'branch_not_taken'),
      ],
      'return: it is skipped as branch_not_taken',
    ],
    [
      'a wait for humans in which none is asked',
      [...packed(), waitsForHuman()],
      'no step asks anybody',
    ],
    [
      'more items at a time than may be',
      [
        ...packed(),
        stepStarted('label'),
        stepStarted('label', ofItem(0)),
        stepStarted('label', ofItem(1)),
      ],
      'label#1: 2 items of label are under way',
    ],
    [
      'an item of a fan-out that has settled',
      [...labeled(), stepStarted('label', ofItem(1))],
      'label#1: it starts although label is completed',
    ],
    [
      'a step that is forced and nobody has asked for it',
      [...packed(), stepSkipped('label', 'forced')],
      'label: nobody has asked for it',
    ],
    [
      'what is held and tried again by itself',
      [...held(), stepRetrying('send', { from: 'failed', expected: false })],
      'send: nobody has asked for it to be tried again',
    ],
    [
      'a run that is not undone',
      [...stopped(), canceled()],
      'step pack is not undone',
    ],
    [
      'what is undone without a reason',
      [...packed(), undoing('pack'), stepStarted(PACK)],
      'pack:compensate: it is undone in a run running',
    ],
    [
      'what is undone before that which builds on it',
      [
        ...approved(),
        stepStarted('send'),
        stepCompleted('send'),
        asked('cancel'),
        canceling(),
        undoing('pack'),
        stepStarted(PACK),
      ],
      'pack:compensate: it is undone although send is completed',
    ],
    [
      'what counts as undone and is not',
      [...stopped(), undone('pack')],
      'pack: nothing has undone it',
    ],
    [
      'a rollback that is tried more often than its policy allows',
      [
        ...stopped(),
        undoing('pack'),
        stepStarted(PACK),
        stepRetrying(PACK),
        stepStarted(PACK, { from: 'retrying', attempt: 2, expected: true }),
        stepRetrying(PACK, { attempt: 2 }),
      ],
      'pack:compensate: it is retried against its policy, after 2 tries',
    ],
    [
      'a run that is opened again and forgets a part',
      [
        ...stopped(),
        ...undo(),
        canceled(),
        asked('retry'),
        { ...reopened(['pack', 'check']), from: 'canceled' } as RunFact,
      ],
      'it repeats pack,check, and not pack,check,label,send,return',
    ],
    [
      'a run that opens itself again',
      [...stopped(), ...undo(), canceled(), reopened([])],
      'nobody has asked for it',
    ],
    [
      'a fact of an earlier passage',
      [
        ...stopped(),
        ...undo(),
        canceled(),
        asked('retry'),
        reopened(['pack', 'check', 'label', 'send', 'return']),
        stepStarted('pack'),
      ],
      'its generation is 0',
    ],
    [
      'work that is canceled although nobody wants that',
      [...packed(), stepStarted('return'), stepCanceled('return')],
      'return: it is canceled in a run running',
    ],
    [
      'a failure that is held where it has to end the run',
      [
        ...packed(),
        stepStarted('return'),
        stepFailed('return', { held: true, endsRun: false }),
      ],
      'return: it is held: true',
    ],
    [
      'a run that has failed and is not undone',
      [
        ...packed(),
        stepStarted('return'),
        stepFailed('return'),
        failed('return'),
      ],
      'step pack is not undone',
    ],
    [
      'an answer that comes twice',
      [...packed(), asked('pause'), answered('pause'), answered('pause')],
      'nobody waits for an answer to act_pause',
    ],
  ])('%s', (_, told, problem) => {
    expect(problemsOf(told).join('\n')).toContain(problem);
  });
});
