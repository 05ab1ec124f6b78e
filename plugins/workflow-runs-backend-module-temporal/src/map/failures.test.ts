import { stepErrorSchema } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { payloadsOf } from './__fixtures__/HistoryBuilder';
import { errorOf } from './failures';
import { Failure, RetryState, TimeoutType } from './protobuf';

const reader = PayloadReader.create();
const told = (failure: Failure) =>
  stepErrorSchema.parse(errorOf(failure, reader));
const application = (type: string, rest: Failure = {}): Failure => ({
  message: 'It broke',
  applicationFailureInfo: { type },
  ...rest,
});

describe('the kind of a failure', () => {
  it.each<[string, Failure, string, string | null]>([
    ['any error', application('TypeError'), 'bug', 'TypeError'],
    [
      'one that must not be tried again',
      { applicationFailureInfo: { type: 'PaymentError', nonRetryable: true } },
      'bug',
      'PaymentError',
    ],
    [
      'a wrong argument',
      application('java.lang.IllegalArgumentException'),
      'validation_failed',
      'java.lang.IllegalArgumentException',
    ],
    [
      'no right',
      application('ForbiddenError'),
      'policy_denied',
      'ForbiddenError',
    ],
    ['its own time', application('TimeoutError'), 'timeout', 'TimeoutError'],
    [
      'something that is away',
      application('ServiceUnavailable'),
      'transient',
      'ServiceUnavailable',
    ],
    ['another system', application('HttpError'), 'external_api', 'HttpError'],
    ['no type', application(''), 'bug', 'ApplicationFailure'],
    [
      'a heartbeat that is missing',
      {
        timeoutFailureInfo: { timeoutType: TimeoutType.TIMEOUT_TYPE_HEARTBEAT },
      },
      'timeout',
      'HeartbeatTimeout',
    ],
    ['a cancel', { canceledFailureInfo: {} }, 'policy_denied', 'Canceled'],
    [
      'a terminate',
      { terminatedFailureInfo: {} },
      'policy_denied',
      'Terminated',
    ],
    ['the server', { serverFailureInfo: {} }, 'transient', 'ServerFailure'],
    [
      'the server for good',
      { serverFailureInfo: { nonRetryable: true } },
      'bug',
      'ServerFailure',
    ],
    ['a reset', { resetWorkflowFailureInfo: {} }, 'transient', 'Reset'],
    [
      'an activity without a cause that ran out of time',
      { activityFailureInfo: { retryState: RetryState.RETRY_STATE_TIMEOUT } },
      'timeout',
      'ActivityFailure',
    ],
    [
      'a child without a cause',
      { childWorkflowExecutionFailureInfo: {} },
      'bug',
      'ChildWorkflowFailure',
    ],
    [
      'a handler of Nexus that was asked for too much',
      { nexusHandlerFailureInfo: { type: 'RESOURCE_EXHAUSTED' } },
      'transient',
      'RESOURCE_EXHAUSTED',
    ],
    [
      'a handler of Nexus that broke',
      { nexusHandlerFailureInfo: { type: 'INTERNAL' } },
      'external_api',
      'INTERNAL',
    ],
    [
      'an operation of Nexus',
      { nexusOperationExecutionFailureInfo: {} },
      'external_api',
      'NexusOperationFailure',
    ],
    ['something unknown', {}, 'bug', null],
  ])('is told of %s', (_, failure, category, code) => {
    expect(told(failure)).toMatchObject({ category, code });
  });
});

describe('the words of a failure', () => {
  it('are those of what has failed, and not of what it was wrapped in', () => {
    const failure: Failure = {
      message: 'Child Workflow execution failed',
      childWorkflowExecutionFailureInfo: {},
      cause: {
        message: 'Activity task failed',
        activityFailureInfo: {},
        cause: application('HttpError', {
          stackTrace: 'HttpError: It broke\n    at get',
          cause: application('Error', {
            message: 'connection reset',
            stackTrace: 'Error: connection reset\n    at socket',
          }),
        }),
      },
    };
    expect(told(failure)).toEqual({
      category: 'external_api',
      code: 'HttpError',
      message: 'It broke: connection reset',
      stack:
        'HttpError: It broke\n    at get\nCaused by: Error: connection reset\n    at socket',
    });
  });

  it('are found where they were hidden', () => {
    const [encodedAttributes] = payloadsOf({
      message: 'The hidden word',
      stack_trace: 'at hidden',
    }).payloads!;
    expect(
      told(
        application('Error', { message: 'Encoded failure', encodedAttributes }),
      ),
    ).toMatchObject({ message: 'The hidden word', stack: 'at hidden' });
  });

  it('never are more than are kept, nor none', () => {
    const long = 'x'.repeat(100_000);
    const { message, stack, code } = told(
      application(long, { message: long, stackTrace: long }),
    );
    expect([message.length, stack!.length, code!.length]).toEqual([
      4_000, 16_000, 200,
    ]);
    expect(errorOf(null, reader).message).toBe('Temporal does not say why');
    expect(told({}).message).toBe('Temporal does not say why');
  });

  it('end where a chain of causes does not', () => {
    const endless: Failure = application('Error');
    endless.cause = endless;
    expect(told(endless).message).toBe('It broke');
  });
});
