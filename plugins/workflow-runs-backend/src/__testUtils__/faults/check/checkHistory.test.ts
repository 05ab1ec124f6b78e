import { z } from 'zod';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { checkHistory } from './checkHistory';
import { facts, toHistory } from './history';

const { definition } = defineWorkflow({
  name: 'parcel',
  version: '1',
  input: z.object({}),
  steps: {
    pack: { retry: failAfter(2) },
    send: { dependsOn: ['pack'] },
    gift: { dependsOn: ['pack'], when: { eq: [1, 2] } },
  },
});
const {
  queued,
  started,
  completed,
  failed,
  canceling,
  canceled,
  cancelAsked,
  cancelDone,
  asked,
  answered,
  stepStarted,
  stepRetrying,
  stepCompleted,
  stepFailed,
  stepCanceled,
  stepSkipped,
} = facts;

const begun = () => [queued(), started(), stepStarted('pack')];
const packed = () => [...begun(), stepCompleted('pack')];
const lostOnce = { outcome: 'lost', losses: 1, expected: false } as const;
const again = (attempt: number, expected: boolean) =>
  ({ from: 'retrying', attempt, expected } as const);

describe('checkHistory accepts', () => {
  it.each<[string, RunFact[]]>([
    [
      'a run that completes',
      [
        ...packed(),
        stepStarted('send'),
        stepSkipped('gift', 'condition'),
        stepCompleted('send'),
        completed(),
      ],
    ],
    [
      'what people say about a run that has ended',
      [
        ...packed(),
        stepStarted('send'),
        stepSkipped('gift', 'condition'),
        stepCompleted('send'),
        completed(),
        asked('annotate'),
        {
          type: 'run.changed',
          at: 1,
          generation: 0,
          actionId: 'act_annotate',
          tags: { added: ['late'], removed: [] },
        },
        answered('annotate'),
      ],
    ],
    [
      'a retry by policy, and one after a loss',
      [
        ...begun(),
        stepRetrying('pack'),
        stepStarted('pack', again(2, true)),
        stepRetrying('pack', { ...lostOnce, attempt: 2 }),
        stepStarted('pack', again(3, false)),
      ],
    ],
    [
      'an attempt that was let go in good order, which is no loss',
      [
        ...begun(),
        stepRetrying('pack', { ...lostOnce, losses: 0 }),
        stepStarted('pack', again(2, false)),
      ],
    ],
    [
      'a run that fails',
      [
        ...begun(),
        stepRetrying('pack'),
        stepStarted('pack', again(2, true)),
        stepFailed('pack', { attempt: 2 }),
        stepSkipped('send', 'upstream_failed'),
        stepSkipped('gift', 'upstream_failed'),
        failed('pack'),
      ],
    ],
    [
      'a run that is canceled, and what is asked of it afterwards',
      [
        ...begun(),
        cancelAsked(),
        canceling(),
        stepSkipped('send', 'run_canceled'),
        stepSkipped('gift', 'run_canceled'),
        cancelDone(),
        stepCanceled('pack'),
        canceled(),
        { ...cancelAsked(), actionId: 'act_2' } as RunFact,
        {
          ...cancelDone(),
          actionId: 'act_2',
          type: 'action.failed',
          message: 'too late',
        } as RunFact,
      ],
    ],
  ])('%s', (_, told) => {
    expect(checkHistory(definition, toHistory(told))).toEqual([]);
  });
});

describe('checkHistory finds', () => {
  it.each<[string, RunFact[], string]>([
    [
      'a fact that is told twice',
      [...packed(), stepCompleted('pack')],
      'event 5, step.completed: pack: a step that is completed cannot become completed',
    ],
    [
      'the result of an attempt that was given up',
      [
        ...begun(),
        stepRetrying('pack', lostOnce),
        stepStarted('pack', again(2, false)),
        stepCompleted('pack'),
      ],
      'event 6, step.completed: pack: attempt 1 ends while attempt 2 is the latest',
    ],
    [
      'an attempt that is left out',
      [...begun(), stepRetrying('pack'), stepStarted('pack', again(3, true))],
      'event 5, step.started: pack: attempt 3 comes after attempt 1',
    ],
    [
      'a retry that says the wrong thing about its reason',
      [
        ...begun(),
        stepRetrying('pack', lostOnce),
        stepStarted('pack', again(2, true)),
      ],
      'event 5, step.started: pack: expected is true, and was to be false',
    ],
    [
      'a second attempt without a reason',
      [...begun(), stepStarted('pack', { ...again(2, true), from: 'running' })],
      'event 4, step.started: pack: a step that is running cannot become running',
    ],
    [
      'a loss that is not counted once',
      [...begun(), stepRetrying('pack', { ...lostOnce, losses: 2 })],
      'event 4, step.retrying: pack: its losses grow by 2 with an attempt that lost',
    ],
    [
      'more tries than the policy allows',
      [
        ...begun(),
        stepRetrying('pack'),
        stepStarted('pack', again(2, true)),
        stepRetrying('pack', { attempt: 2 }),
      ],
      'event 6, step.retrying: pack: it is retried against its policy, after 2 tries',
    ],
    [
      'fewer tries than the policy allows',
      [...begun(), stepFailed('pack')],
      'event 4, step.failed: pack: it fails for good although its policy allows more than 1 tries',
    ],
    [
      'a step that does not wait for those that it depends on',
      [...begun(), stepStarted('send')],
      'event 4, step.started: send: it starts although pack is running',
    ],
    [
      'a step that starts after the failure',
      [
        ...begun(),
        stepRetrying('pack'),
        stepStarted('pack', again(2, true)),
        stepFailed('pack', { attempt: 2 }),
        stepStarted('send'),
      ],
      'event 7, step.started: send: it starts after the run has failed',
    ],
    [
      'a step that starts although the run is parked',
      [
        ...begun(),
        ...[1, 2, 3].flatMap(attempt => [
          stepRetrying('pack', { ...lostOnce, attempt, losses: attempt }),
          stepStarted('pack', again(attempt + 1, false)),
        ]),
      ],
      'event 9, step.started: pack: it starts although the run is held',
    ],
    [
      'a step that is skipped for no reason',
      [...packed(), stepSkipped('send', 'condition')],
      'event 5, step.skipped: send: it is skipped as condition',
    ],
    [
      'a run that ends before its steps',
      [...packed(), completed()],
      'event 5, run.completed: step send is pending',
    ],
    [
      'a run that goes on after its end',
      [
        ...packed(),
        stepStarted('send'),
        stepSkipped('gift', 'condition'),
        stepCompleted('send'),
        completed(),
        { type: 'run.changed', at: 1, generation: 0, blockedReason: 'why' },
      ],
      'event 9, run.changed: the run is completed already',
    ],
    [
      'a cancel that nobody has asked for',
      [...begun(), canceling()],
      'event 4, run.canceling: nobody has asked for it',
    ],
    [
      'an answer that is given twice',
      [...begun(), cancelAsked(), cancelDone(), cancelDone()],
      'event 6, action.completed: nobody waits for an answer to act_1',
    ],
    [
      'a file of an attempt that does not run',
      [
        ...packed(),
        {
          type: 'artifact.added',
          at: 1,
          generation: 0,
          step: 'pack',
          item: -1,
          attempt: 1,
          artifactId: 'art_1',
          name: 'label',
          contentType: 'text/plain',
          bytes: 1,
        },
      ],
      'event 5, artifact.added: attempt 1 of pack does not run',
    ],
    [
      'a fact that the rules do not know',
      [queued(), { ...started(), type: 'run.exploded' } as unknown as RunFact],
      'event 2, run.exploded: there is no rule for run.exploded',
    ],
  ])('%s', (_, told, problem) => {
    expect(checkHistory(definition, toHistory(told))).toContain(problem);
  });

  it('gaps and repetitions of numbers and keys', () => {
    const [first, second] = toHistory([queued(), started()]);
    expect(checkHistory(definition, [first, { ...second, number: 3 }])).toEqual(
      ['event 3, run.started: it stands at place 2'],
    );
    expect(
      checkHistory(definition, [first, { ...second, key: first.key }]),
    ).toEqual(['event 2, run.started: its key 0/run.queued was there before']);
  });
});
