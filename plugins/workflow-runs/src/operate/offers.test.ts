import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  actionsAllowed,
  aRun,
  aStep,
  at,
} from 'backstage-plugin-workflow-runs-react/testing';
import { failedStepOf, OfferId, offersOf } from './offers';
import {
  eventOf,
  forceOffer,
  operationOffer,
  operationsOf,
  retryOffer,
} from './stepOffers';

const no = { allowed: false, reason: 'not now' };
const asking = aStep({
  status: 'waiting_human',
  waitingFor: { kind: 'approval', approvers: [], since: at(0), dueAt: null },
});
const held = aStep({ status: 'failed', held: true });

describe('offersOf', () => {
  it.each<[string, Partial<Run>, Step[], OfferId, OfferId]>([
    [
      'waits for a human',
      { status: 'waiting_human' },
      [asking],
      'review',
      'cancel',
    ],
    [
      'runs, and asks beside',
      { status: 'running' },
      [asking],
      'review',
      'cancel',
    ],
    ['is paused', { status: 'paused' }, [], 'resume', 'cancel'],
    [
      'is held by a step',
      { status: 'paused', blockedReason: 'step_failed' },
      [held],
      'settle',
      'cancel',
    ],
    [
      'could not be rolled back',
      { status: 'running', needsIntervention: true },
      [held],
      'intervene',
      'cancel',
    ],
    ['runs', { status: 'running' }, [], 'pause', 'cancel'],
    [
      'is pausing',
      { status: 'running', pauseRequested: true },
      [],
      'resume',
      'cancel',
    ],
    ['is queued', { status: 'queued' }, [], 'cancel', 'clone'],
    ['is being canceled', { status: 'canceling' }, [], 'cancel', 'clone'],
    ['has failed', { status: 'failed' }, [], 'retry', 'rerun'],
    ['was canceled', { status: 'canceled' }, [], 'rerun', 'clone'],
    ['has completed', { status: 'completed' }, [], 'rerun', 'clone'],
    [
      'is in a state of the future',
      { status: 'dreaming' as never },
      [],
      'cancel',
      'clone',
    ],
  ])('of a run that %s', (_, run, steps, primary, secondary) => {
    expect(offersOf(aRun(run), steps)).toEqual({ primary, secondary });
  });

  it('puts forward what is allowed', () => {
    const allowedActions = actionsAllowed({ retry: no });
    expect(offersOf(aRun({ status: 'failed', allowedActions }), [])).toEqual({
      primary: 'rerun',
      secondary: 'clone',
    });
  });

  it('keeps the likeliest where nothing is allowed, so that it says why', () => {
    const allowedActions = actionsAllowed({ pause: no, cancel: no });
    expect(offersOf(aRun({ allowedActions }), []).primary).toBe('pause');
  });
});

describe('failedStepOf', () => {
  it('is the step that the run failed at', () => {
    const error = { category: 'bug', code: null, message: 'x' } as const;
    const step = aStep({ stepKey: 'b' });
    const failed = aRun({
      status: 'failed',
      error: { ...error, stepKey: 'b' },
    });
    expect(failedStepOf(failed, [aStep(), step])).toBe(step);
    expect(failedStepOf({ ...failed, status: 'running' }, [step])).toBe(
      undefined,
    );
  });
});

describe('retryOffer', () => {
  it.each<[string, Partial<Run>, Partial<Step>, true | string]>([
    ['ended', { status: 'failed' }, { status: 'completed' }, true],
    ['ended', { status: 'failed' }, { type: 'compensation' }, 'rollback'],
    ['ended', { status: 'failed' }, { itemIndex: 1 }, 'item'],
    ['open', {}, { status: 'failed', held: true }, true],
    ['open', {}, { status: 'retrying', nextAttemptAt: at(9) }, true],
    ['open', {}, { status: 'retrying' }, 'nothingToRetry'],
    ['open', {}, { status: 'running' }, 'nothingToRetry'],
    [
      'refusing',
      { allowedActions: actionsAllowed({ retry: no }) },
      {},
      'not now',
    ],
  ])('in an %s run: %j, %j', (_, run, step, expected) => {
    const offer = retryOffer(aRun(run), aStep(step));
    expect(offer.allowed || Object.values(offer).at(-1)).toBe(expected);
  });
});

describe('forceOffer', () => {
  it.each<[Partial<Step>, 'skip' | 'complete' | 'fail', true | string]>([
    [{ status: 'pending' }, 'skip', true],
    [{ status: 'waiting_human' }, 'complete', true],
    [{ status: 'failed', held: true }, 'fail', true],
    [{ status: 'completed' }, 'skip', 'settled'],
    [{ status: 'failed' }, 'skip', 'settled'],
    [{ itemIndex: 3, status: 'running' }, 'skip', 'item'],
    [{ type: 'compensation', status: 'running' }, 'skip', 'rollbackGoesOn'],
    [{ type: 'compensation', status: 'failed', held: true }, 'skip', true],
    [
      { type: 'compensation', status: 'failed', held: true },
      'fail',
      'rollbackFailed',
    ],
  ])('%j, to %s: %s', (step, to, expected) => {
    const offer = forceOffer(aRun(), aStep(step), to);
    expect(offer.allowed || Object.values(offer).at(-1)).toBe(expected);
  });
});

describe('operations', () => {
  const offered = { name: 'resend' } as never;

  it('are those of the definition', () => {
    const definition = {
      steps: [{ key: 'load_account', actions: [offered] }] as never[],
    };
    expect(operationsOf(aStep(), definition)).toEqual([offered]);
    expect(operationsOf(aStep({ itemIndex: 1 }), definition)).toEqual([]);
    expect(operationsOf(aStep({ stepKey: 'x' }), definition)).toEqual([]);
    expect(operationsOf(aStep(), undefined)).toEqual([]);
  });

  it.each([
    ['running', true],
    ['retrying', true],
    ['waiting_human', true],
    ['pending', false],
    ['completed', false],
  ] as const)('of a step that is %s: %s', (status, allowed) => {
    expect(operationOffer(aRun(), aStep({ status })).allowed).toBe(allowed);
  });
});

describe('eventOf', () => {
  it('is the event that a step waits for', () => {
    const waitingFor = { kind: 'event', name: 'paid', until: null } as const;
    expect(eventOf(aStep({ waitingFor }))).toBe('paid');
    expect(eventOf(asking)).toBeUndefined();
  });
});
