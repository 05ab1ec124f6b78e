import {
  Json,
  RunSnapshot,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { Redactor } from '../privacy/Redactor';
import { redactPayload } from '../recorder/redactTransition';

/** What the schema of a snapshot lets pass; a mark may be longer than what it stands for. */
const MAX_REASON = 500;
const MAX_NAME = 256;
const MAX_TAG = 128;
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
  const { triggeredBy, businessEventId, workflow, nativeStatus } = snapshot;
  const native = <T extends { value: string } | undefined>(of: T): T =>
    of && { ...of, value: text(of.value, 64) };
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
      attempts: step.attempts.map(ended),
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
