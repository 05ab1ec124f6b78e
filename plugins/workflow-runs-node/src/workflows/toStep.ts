import { z } from 'zod';
import { toInputSchema } from './inputSchema';
import {
  ActionOptions,
  ApprovalStepOptions,
  ChildRunOptions,
  CompensationOptions,
  HandlerOptions,
  MapStepOptions,
  MapWorkflowStepOptions,
  StepOptions,
  TriesOptions,
  ValidatorOptions,
} from './options';
import { noRetries } from './retry';

/** Ten minutes. */
const DEFAULT_TIMEOUT_MS = 600_000;

/** Enough to be quick, few enough to be gentle with what the items call. */
const DEFAULT_CONCURRENCY = 10;

/**
 * A step as engines store it, all defaults filled in; what it does not say is undefined.
 *
 * @throws Error where JSON Schema cannot describe what one of its actions has to be given
 */
export function toStep(
  workflow: string,
  key: string,
  options: StepOptions,
): object {
  return {
    key,
    title: options.title || undefined,
    description: options.description || undefined,
    dependsOn: options.dependsOn ?? [],
    join: options.join,
    when: options.when,
    onFailure: options.onFailure,
    ...ownFields(key, options),
    compensate: options.compensate && toCompensation(key, options.compensate),
    actions:
      options.actions &&
      Object.entries(options.actions).map(([name, action]) =>
        toAction({ workflow, step: key, name }, action),
      ),
  };
}

/** What only steps of its kind have. */
function ownFields(key: string, options: StepOptions) {
  switch (options.type) {
    case 'map':
      return toMap(key, options);
    case 'child':
      return { type: options.type, ...toChildRun(options) };
    case 'wait':
      return { type: options.type, for: options.for };
    case 'approval':
      return toApproval(options);
    default:
      return { type: options.type ?? 'tool', ...toWork(key, options) };
  }
}

function toMap(key: string, options: MapStepOptions | MapWorkflowStepOptions) {
  return {
    type: options.type,
    items: options.items,
    each: startsRuns(options) ? toChildRun(options) : toWork(key, options),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    tolerate: options.tolerate,
  };
}

/** Whether other workflows do the work of a step. */
export function startsRuns<S extends StepOptions>(
  step: S,
): step is S & ChildRunOptions {
  return 'workflow' in step && step.workflow !== undefined;
}

function toApproval(options: ApprovalStepOptions) {
  const { type, show, slaMs, remindEveryMs, escalate, timeout, onReject } =
    options;
  const approvers = options.approvers ?? [];
  return {
    type,
    approvers,
    show,
    slaMs,
    remindEveryMs,
    escalate,
    timeout,
    onReject,
  };
}

function toChildRun({
  workflow,
  input = {},
  retry = noRetries(),
  totalTimeoutMs,
}: ChildRunOptions) {
  return { workflow, input, retry, totalTimeoutMs };
}

function toWork(
  key: string,
  options: TriesOptions & {
    handler?: HandlerOptions;
    validators?: Readonly<Record<string, ValidatorOptions>>;
  },
) {
  const { handler, validators } = options;
  return {
    ...toTries(handler?.name ?? key, handler?.version, options),
    validators:
      validators &&
      Object.entries(validators).map(([name, { otherwise, version }]) => ({
        name,
        handler: { name: `${key}_${name}`, version: version ?? 1 },
        otherwise: otherwise ?? 'fail',
      })),
  };
}

function toCompensation(key: string, options: CompensationOptions) {
  return toTries(`${key}_compensate`, options.version, options);
}

function toTries(name: string, version = 1, options: TriesOptions) {
  const { totalTimeoutMs = Infinity } = options;
  return {
    handler: { name, version },
    retry: options.retry ?? noRetries(),
    timeoutMs:
      options.timeoutMs ?? Math.min(DEFAULT_TIMEOUT_MS, totalTimeoutMs),
    totalTimeoutMs: options.totalTimeoutMs,
    heartbeatMs: options.heartbeatMs,
  };
}

function toAction(
  place: { workflow: string; step: string; name: string },
  action: ActionOptions,
) {
  const { workflow, step, name } = place;
  return {
    name,
    title: action.title || undefined,
    description: action.description || undefined,
    inputSchema: toInputSchema(
      `Action '${name}' of step '${step}' of workflow '${workflow}'`,
      action.input ?? z.object({}),
    ),
    handler: { name: `${step}_${name}`, version: action.version ?? 1 },
    then: action.then ?? 'continue',
  };
}
