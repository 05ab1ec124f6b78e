import {
  ErrorCategory,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { Failure, RetryState, TimeoutType, wordOf } from './protobuf';

const MAX_MESSAGE = 4_000;
const MAX_STACK = 16_000;
/** Causes that are looked at: each wraps the one that it is the cause of. */
const MAX_CAUSES = 20;

/** What the type of an application's failure says of it; any other is taken for a bug. */
const BY_TYPE: readonly [RegExp, ErrorCategory][] = [
  [
    /validation|invalid|illegalargument|badrequest|zoderror/i,
    'validation_failed',
  ],
  [
    /denied|forbidden|unauthori[sz]ed|unauthenticated|notallowed/i,
    'policy_denied',
  ],
  [/timeout|timedout|deadline/i, 'timeout'],
  [/unavailable|ratelimit|toomanyrequests|econn|socket|network/i, 'transient'],
  [/http|fetch|gateway|responseerror|axios|apierror/i, 'external_api'],
];

/** Kinds of errors of Nexus handlers, by their specification. */
const BY_NEXUS_TYPE: Readonly<Record<string, ErrorCategory>> = {
  BAD_REQUEST: 'validation_failed',
  NOT_FOUND: 'validation_failed',
  UNAUTHENTICATED: 'policy_denied',
  UNAUTHORIZED: 'policy_denied',
  RESOURCE_EXHAUSTED: 'transient',
  UNAVAILABLE: 'transient',
  UPSTREAM_TIMEOUT: 'timeout',
};

interface Told {
  code: string;
  message: string;
  stack: string;
}

/**
 * What a failure of Temporal says. The first that is no mere wrapper (of an activity, a child, an operation) names
 * it; its causes follow in the message, and with their stacks in the stack.
 */
export function errorOf(
  failure: Failure | null | undefined,
  reader: PayloadReader,
): StepError {
  if (!failure) {
    return {
      category: 'bug',
      code: null,
      message: 'Temporal does not say why',
    };
  }
  const chain = chainOf(failure);
  const named = chain.findIndex(each => !isWrapper(each));
  const own =
    named < 0 ? chain : chain.slice(named).filter(each => !isWrapper(each));
  const told = own.map(each => tell(each, reader));
  const messages = told.map(({ message }) => message).filter(Boolean);
  const stack = told
    .filter(each => each.stack)
    .map((each, index) => (index > 0 ? `Caused by: ${each.stack}` : each.stack))
    .join('\n');
  return {
    category: categoryOf(own[0]),
    code: told[0].code.slice(0, 200) || null,
    message:
      [...new Set(messages)].join(': ').slice(0, MAX_MESSAGE) ||
      'Temporal does not say why',
    ...(stack ? { stack: stack.slice(0, MAX_STACK) } : {}),
  };
}

function chainOf(failure: Failure): Failure[] {
  const chain: Failure[] = [];
  let next: Failure | null | undefined = failure;
  while (next && chain.length < MAX_CAUSES) {
    chain.push(next);
    next = next.cause;
  }
  return chain;
}

/** It only says where its cause has happened. */
function isWrapper(failure: Failure): boolean {
  return Boolean(
    failure.cause &&
      (failure.activityFailureInfo ||
        failure.childWorkflowExecutionFailureInfo ||
        failure.nexusOperationExecutionFailureInfo),
  );
}

function tell(failure: Failure, reader: PayloadReader): Told {
  const hidden = failure.encodedAttributes
    ? reader.read(failure.encodedAttributes)
    : null;
  const { message, stack_trace: stack } = {
    message: failure.message ?? '',
    stack_trace: failure.stackTrace ?? '',
    ...(typeof hidden === 'object' && !Array.isArray(hidden) ? hidden : {}),
  };
  const isReadable = typeof message === 'string' && typeof stack === 'string';
  return {
    code: codeOf(failure),
    message: isReadable ? message : '',
    stack: isReadable ? stack : '',
  };
}

function codeOf(failure: Failure): string {
  const {
    applicationFailureInfo: application,
    timeoutFailureInfo: timeout,
    nexusHandlerFailureInfo: nexus,
  } = failure;
  if (application) return application.type || 'ApplicationFailure';
  if (timeout) {
    const kind = TimeoutType[timeout.timeoutType ?? 0];
    return `${wordOf(kind, 'TIMEOUT_TYPE_')}Timeout`;
  }
  if (failure.canceledFailureInfo) return 'Canceled';
  if (failure.terminatedFailureInfo) return 'Terminated';
  if (failure.serverFailureInfo) return 'ServerFailure';
  if (failure.resetWorkflowFailureInfo) return 'Reset';
  if (failure.activityFailureInfo) return 'ActivityFailure';
  if (failure.childWorkflowExecutionFailureInfo) return 'ChildWorkflowFailure';
  if (nexus) return nexus.type || 'NexusHandlerFailure';
  return failure.nexusOperationExecutionFailureInfo
    ? 'NexusOperationFailure'
    : '';
}

/** What kind of failure it is. Temporal's own `nonRetryable` says who must not try again, and not why. */
export function categoryOf(failure: Failure): ErrorCategory {
  const { applicationFailureInfo: application, activityFailureInfo: activity } =
    failure;
  if (application) {
    const type = application.type ?? '';
    return BY_TYPE.find(([pattern]) => pattern.test(type))?.[1] ?? 'bug';
  }
  if (failure.timeoutFailureInfo) return 'timeout';
  if (failure.terminatedFailureInfo || failure.canceledFailureInfo)
    return 'policy_denied';
  if (failure.serverFailureInfo)
    return failure.serverFailureInfo.nonRetryable ? 'bug' : 'transient';
  if (failure.resetWorkflowFailureInfo) return 'transient';
  if (failure.nexusHandlerFailureInfo)
    return (
      BY_NEXUS_TYPE[failure.nexusHandlerFailureInfo.type ?? ''] ??
      'external_api'
    );
  if (failure.nexusOperationExecutionFailureInfo) return 'external_api';
  return activity?.retryState === RetryState.RETRY_STATE_TIMEOUT
    ? 'timeout'
    : 'bug';
}
