import { z } from 'zod';
import {
  ArtifactReference,
  CloudEvent,
  IngestAnswer,
  ingestEventSchemas,
  IngestEventType,
  Json,
  LogLevel,
  ObservedAttempt,
  ObservedPassage,
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { nothingOf } from '../observed/merge';
import { CDEVENT, cdEventToSnapshot } from './cdEvents';
import { EventRefused } from './EventRefused';

/** A line that a step has logged elsewhere. */
export interface ToldLine {
  run: Pick<RunSnapshot, 'namespace' | 'nativeId'>;
  step: string;
  attempt: number;
  at: number;
  level: LogLevel;
  message: string;
  fields?: Record<string, Json>;
}

/** A file that a step has made elsewhere. */
export interface ToldArtifact {
  run: Pick<RunSnapshot, 'namespace' | 'nativeId'>;
  step: string;
  generation: number;
  attempt: number;
  at: number;
  artifact: ArtifactReference;
}

/** What an event says: something about a run, of its log, of its files, or of what was asked of it. */
export type Told =
  | { snapshot: RunSnapshot }
  | { line: ToldLine }
  | { artifact: ToldArtifact }
  | { answer: IngestAnswer & { command: string } };

/**
 * What an event says of its run.
 *
 * @throws EventRefused that names the field and the rule
 */
export function toSnapshot(event: CloudEvent): Told {
  const at = Date.parse(event.time);
  if (CDEVENT.test(event.type))
    return { snapshot: cdEventToSnapshot(event, at) };
  if (!Object.hasOwn(ingestEventSchemas, event.type)) {
    throw new EventRefused(
      '/type',
      'unsupported_type',
      'there is no such type',
    );
  }
  const type = event.type as IngestEventType;
  const data = parse(ingestEventSchemas[type], event.data);
  return ownEvent(type, data, at);
}

/** @throws EventRefused */
export function parse<T extends z.ZodType>(
  schema: T,
  data: unknown,
): z.output<T> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw EventRefused.fromIssue(parsed.error.issues[0], ['data']);
}

/** Types are checked by their schema: what each has is read here by name. */
function ownEvent(type: IngestEventType, data: any, at: number): Told {
  if (type === 'io.workflowruns.command.answered.v1') return { answer: data };
  const { run, generation, step: key, attempt: number, nativeStatus } = data;
  const native = nativeStatus
    ? { nativeStatus: { at, value: nativeStatus } }
    : {};
  if (type === 'io.workflowruns.step.logged.v1') {
    const { level, message, fields } = data;
    const about = { namespace: run.namespace, nativeId: run.id };
    return {
      line: {
        run: about,
        step: key,
        attempt: number,
        at,
        level,
        message,
        fields,
      },
    };
  }
  if (type === 'io.workflowruns.artifact.added.v1') {
    const about = { namespace: run.namespace, nativeId: run.id };
    return {
      artifact: {
        run: about,
        step: key,
        generation,
        attempt: number,
        at,
        artifact: data.artifact,
      },
    };
  }
  const { namespace, id } = run;
  const base = nothingOf(id, namespace);
  if (key === undefined) {
    const {
      workflow,
      triggerType,
      triggeredBy,
      businessEventId,
      tags = [],
    } = data;
    return {
      snapshot: {
        ...base,
        ...given({ workflow, triggerType, triggeredBy, businessEventId }),
        ...native,
        tags: [...new Set<string>(tags)].sort(),
        passages: [passageOf(type, data, generation, at)],
      },
    };
  }
  const step: ObservedStep = {
    key,
    ...native,
    attempts: [],
    ...stepPart(type, data, generation, at),
  };
  return { snapshot: { ...base, steps: [step] } };
}

function passageOf(
  type: IngestEventType,
  { outcome, error, reason }: any,
  generation: number,
  at: number,
): ObservedPassage {
  const passage: ObservedPassage = { generation, marks: [] };
  switch (type) {
    case 'io.workflowruns.run.queued.v1':
      return { ...passage, queuedAt: at };
    case 'io.workflowruns.run.started.v1':
      return { ...passage, startedAt: at };
    case 'io.workflowruns.run.paused.v1':
      return {
        ...passage,
        marks: [{ at, to: 'paused', ...given({ reason }) }],
      };
    case 'io.workflowruns.run.waiting.v1':
      return { ...passage, marks: [{ at, to: 'waiting_human' }] };
    case 'io.workflowruns.run.resumed.v1':
      return { ...passage, marks: [{ at, to: 'running' }] };
    default:
      return { ...passage, end: { at, outcome, ...given({ error }) } };
  }
}

function stepPart(
  type: IngestEventType,
  data: any,
  generation: number,
  at: number,
): Partial<ObservedStep> {
  const { name, attempt: number } = data;
  const attempt = (part: Partial<ObservedAttempt>): Partial<ObservedStep> => ({
    ...given({ name }),
    attempts: [{ generation, number, ...part }],
  });
  switch (type) {
    case 'io.workflowruns.step.planned.v1': {
      const dependsOn: string[] = [...new Set<string>(data.dependsOn)].sort();
      return {
        ...given({ name, type: data.type }),
        ...(dependsOn.length > 0 ? { dependsOn } : {}),
      };
    }
    case 'io.workflowruns.step.skipped.v1':
      return { skipped: { generation, at, reason: data.reason } };
    case 'io.workflowruns.step.progressed.v1': {
      const { message = null, fraction = null } = data;
      return { progress: { at, message, fraction } };
    }
    case 'io.workflowruns.step.reported.v1':
      return { report: { at, value: data.report } };
    case 'io.workflowruns.attempt.started.v1':
      return attempt({ startedAt: at });
    default: {
      const { outcome, error, willRetry } = data;
      return attempt({
        end: { at, outcome, ...given({ error, willRetry }) },
      });
    }
  }
}

/** Fields that are said. */
export function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
