import {
  applyUpdate,
  hasEnded,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
import {
  anAttempt,
  anEvent,
  anUpdate,
  aRun,
  aSnapshot,
  aStep,
  at,
} from '../testing';

describe('applyUpdate', () => {
  it('takes the run where it is newer', () => {
    const snapshot = aSnapshot();
    const ahead = anUpdate({ run: aRun({ position: 20, partial: true }) });
    const behind = anUpdate({ run: aRun({ position: 5, partial: true }) });
    expect(applyUpdate(snapshot, ahead).run.partial).toBe(true);
    expect(applyUpdate(snapshot, behind).run).toBe(snapshot.run);
  });

  it('keeps who watches, which no update tells', () => {
    const watch = { watching: true, watchers: 3 };
    const snapshot = aSnapshot({ watch });
    const ahead = anUpdate({ run: aRun({ position: 20 }) });
    expect(applyUpdate(snapshot, ahead).watch).toEqual(watch);
  });

  it('puts steps in their place, and leaves late ones out', () => {
    const snapshot = aSnapshot();
    const { steps } = applyUpdate(
      snapshot,
      anUpdate({
        steps: [
          aStep({ stepKey: 'new', stepNumber: 2, updatedAt: at(9) }),
          aStep({
            stepKey: 'send_mail',
            stepNumber: 3,
            status: 'running',
            updatedAt: at(9),
          }),
          aStep({ stepKey: 'load_account', updatedAt: at(-9) }),
        ],
      }),
    );
    expect(steps.map(step => [step.stepKey, step.status])).toEqual([
      ['load_account', 'completed'],
      ['create_workspace', 'running'],
      ['new', 'pending'],
      ['send_mail', 'running'],
    ]);
  });

  it('adds attempts, and lets none that ended run again', () => {
    const { attempts } = applyUpdate(
      aSnapshot(),
      anUpdate({
        attempts: [
          anAttempt({ status: 'running', completedAt: null }),
          anAttempt({ number: 2, startedAt: at(2) }),
        ],
      }),
    );
    expect(
      attempts.map(each => [each.stepKey, each.number, each.status]),
    ).toEqual([
      ['load_account', 1, 'completed'],
      ['load_account', 2, 'completed'],
      ['create_workspace', 1, 'running'],
    ]);
  });

  it('counts no event twice', () => {
    const once = applyUpdate(
      aSnapshot(),
      anUpdate({ events: [anEvent({ number: 1 }), anEvent({ number: 2 })] }),
    );
    const twice = applyUpdate(
      once,
      anUpdate({ events: [anEvent({ number: 2 }), anEvent({ number: 3 })] }),
    );
    expect(twice.recentEvents.map(event => event.number)).toEqual([1, 2, 3]);
  });

  it('remembers the latest log line', () => {
    const once = applyUpdate(aSnapshot(), anUpdate({ logSequence: 7 }));
    const late = applyUpdate(once, anUpdate({ logSequence: 3 }));
    expect([once.logSequence, late.logSequence]).toEqual([7, 7]);
  });

  it('follows the states of the run', () => {
    const ended = applyUpdate(
      aSnapshot(),
      anUpdate({
        run: aRun({ position: 20, status: 'failed', completedAt: at(30) }),
        events: [anEvent({ type: 'run.failed', occurredAt: at(30) })],
      }),
    );
    expect(ended.states.map(each => [each.status, each.leftAt])).toEqual([
      ['queued', at(0)],
      ['running', at(30)],
      ['failed', null],
    ]);
    expect(applyUpdate(ended, anUpdate({ run: ended.run })).states).toBe(
      ended.states,
    );
  });

  it('takes the time of a state from its event', () => {
    const { states } = applyUpdate(
      aSnapshot(),
      anUpdate({
        run: aRun({ position: 20, status: 'canceling', updatedAt: at(99) }),
        events: [anEvent({ type: 'run.canceling', occurredAt: at(12) })],
      }),
    );
    expect(states.at(-1)).toMatchObject({
      status: 'canceling',
      enteredAt: at(12),
    });
  });

  it('has a state to show even where none was known', () => {
    const { states } = applyUpdate(
      aSnapshot({ states: [] }),
      anUpdate({ run: aRun({ position: 20, updatedAt: at(5) }) }),
    );
    expect(states).toEqual([
      expect.objectContaining({ status: 'running', enteredAt: at(5) }),
    ]);
  });
});

describe('hasEnded', () => {
  it.each([
    ['completed', true],
    ['failed', true],
    ['canceled', true],
    ['canceling', false],
    ['from_the_future', false],
  ])('%s: %s', (status, expected) => {
    expect(hasEnded(status)).toBe(expected);
  });
});

describe('stepIdOf', () => {
  it('names the item of a fan-out', () => {
    expect(stepIdOf({ stepKey: 'mail', itemIndex: -1 })).toBe('mail');
    expect(stepIdOf({ stepKey: 'mail', itemIndex: 3 })).toBe('mail[3]');
  });
});
