import { aRun, aSnapshot, aStep } from '../testing';
import { hasFailed, isRetryable, parseActionId } from './retry';

describe('parseActionId', () => {
  it.each([
    ['send_mail', { step: 'send_mail' }],
    ['send_mail[12]', { step: 'send_mail', item: 12 }],
    ['send_mail:compensate', { step: 'send_mail:compensate' }],
    ['send_mail[x]', { step: 'send_mail[x]' }],
  ])('%s', (actionId, expected) => {
    expect(parseActionId(actionId)).toEqual(expected);
  });
});

describe('hasFailed', () => {
  it.each([
    ['queued', false, false],
    ['running', false, false],
    ['running', true, true],
    ['paused', true, true],
    ['completed', false, false],
    ['failed', false, true],
    ['canceled', false, true],
  ] as const)('%s, with a held step: %s → %s', (status, held, expected) => {
    const snapshot = aSnapshot({
      run: aRun({ status }),
      steps: [aStep(), aStep({ stepKey: 'b', held })],
    });
    expect(hasFailed(snapshot)).toBe(expected);
  });
});

describe('isRetryable', () => {
  it.each([
    ['running', { held: true }, true],
    ['running', { status: 'failed' }, false],
    ['paused', { held: true, itemIndex: 4 }, true],
    ['failed', { status: 'failed' }, true],
    ['canceled', { status: 'canceled' }, true],
    ['completed', { status: 'failed' }, true],
    ['failed', { status: 'completed' }, false],
    ['failed', { status: 'skipped' }, false],
    ['failed', { status: 'failed', itemIndex: 4 }, false],
    ['failed', { status: 'failed', type: 'compensation' }, false],
  ] as const)('of a %s run, %j: %s', (status, step, expected) => {
    expect(isRetryable(aRun({ status }), aStep(step))).toBe(expected);
  });
});
