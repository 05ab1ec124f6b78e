import {
  Json,
  ObservedStep,
  ObservedWait,
  RunSnapshot,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { Redactor } from '../privacy/Redactor';
import { redactPayload } from '../recorder/redactTransition';

/** What the schema of a snapshot lets pass; a mark may be longer than what it stands for. */
const MAX_REASON = 500;
const MAX_NAME = 256;
const MAX_TAG = 128;
const MAX_TITLE = 100;
const MAX_MESSAGE = 4_000;

/** A snapshot as it may be stored. Keys of steps and names of workflows are names, and stay as they are. */
export function redactSnapshot(
  snapshot: RunSnapshot,
  redactor: Redactor,
): RunSnapshot {
  const text = (value: string, limit: number) =>
    redactor.text(value).slice(0, limit);
  const error = (of: StepError): StepError => ({
    ...of,
    code: of.code === null ? null : text(of.code, 200),
    message: text(of.message, MAX_MESSAGE),
    ...(of.stack === undefined ? {} : { stack: text(of.stack, 16_000) }),
  });
  const ended = <T extends { end?: { error?: StepError } }>(of: T): T =>
    of.end?.error
      ? { ...of, end: { ...of.end, error: error(of.end.error) } }
      : of;
  const payload = (
    direction: 'input' | 'output',
    value: Record<string, Json>,
  ) =>
    redactPayload({ direction, step: null, value }, redactor) as Record<
      string,
      Json
    >;
  const { taskQueue, attributes } = snapshot;
  const { triggeredBy, businessEventId, workflow, nativeStatus } = snapshot;
  const native = <T extends { value: string } | undefined>(of: T): T =>
    of && { ...of, value: text(of.value, 64) };
  const wait = (of: ObservedWait): ObservedWait =>
    of.kind === 'event' ? { ...of, name: text(of.name, MAX_NAME) } : of;
  /** What a step works with, and waits for. */
  const ofStep = (step: ObservedStep): Partial<ObservedStep> => {
    const { key, input, output, waitingFor, operations } = step;
    return {
      ...(input !== undefined && {
        input: redactPayload(
          { direction: 'input', step: key, value: input },
          redactor,
        ),
      }),
      ...(output && {
        output: {
          ...output,
          value: redactPayload(
            { direction: 'output', step: key, value: output.value },
            redactor,
          ),
        },
      }),
      ...(step.taskQueue && { taskQueue: text(step.taskQueue, MAX_NAME) }),
      ...(waitingFor?.value && {
        waitingFor: { ...waitingFor, value: wait(waitingFor.value) },
      }),
      ...(operations && {
        operations: {
          ...operations,
          value: operations.value.map(({ name, title }) => ({
            name,
            title: text(title, MAX_TITLE),
          })),
        },
      }),
    };
  };
  return {
    ...snapshot,
    ...(workflow?.title && {
      workflow: { ...workflow, title: text(workflow.title, MAX_NAME) },
    }),
    ...(nativeStatus && { nativeStatus: native(nativeStatus) }),
    ...(triggeredBy && { triggeredBy: text(triggeredBy, 512) }),
    ...(businessEventId && { businessEventId: text(businessEventId, 256) }),
    ...(snapshot.input && { input: payload('input', snapshot.input) }),
    ...(snapshot.output && {
      output: {
        ...snapshot.output,
        value: payload('output', snapshot.output.value),
      },
    }),
    ...(taskQueue && { taskQueue: text(taskQueue, MAX_NAME) }),
    ...(attributes && {
      attributes: {
        ...attributes,
        value: redactor.json(attributes.value) as Record<string, Json>,
      },
    }),
    tags: snapshot.tags.map(tag => text(tag, MAX_TAG)),
    passages: snapshot.passages.map(passage => ({
      ...ended(passage),
      marks: passage.marks.map(mark =>
        mark.reason === undefined
          ? mark
          : { ...mark, reason: text(mark.reason, MAX_REASON) },
      ),
    })),
    steps: snapshot.steps.map(step => ({
      ...step,
      ...(step.name && { name: text(step.name, MAX_NAME) }),
      ...(step.nativeStatus && { nativeStatus: native(step.nativeStatus) }),
      attempts: step.attempts
        .map(ended)
        .map(attempt =>
          attempt.worker
            ? { ...attempt, worker: text(attempt.worker, MAX_NAME) }
            : attempt,
        ),
      ...ofStep(step),
      ...(step.progress && {
        progress: {
          ...step.progress,
          message:
            step.progress.message === null
              ? null
              : text(step.progress.message, 500),
        },
      }),
      ...(step.report && {
        report: {
          ...step.report,
          value: redactor.json(step.report.value) as Json,
        },
      }),
    })),
  };
}
