import {
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { triggerOf } from './attributes';
import { field, fitting, nativeIdOf, PORTAL } from './names';
import { Description } from './protobuf';
import { RunAttributes } from './RunAttributes';
import type { TemporalRun } from './RunHistory';
import { originOf, outputOf, passageOf, RunEvents, runStatusOf } from './run';
import { headerOf } from './summaryOf';
import { traceIdOf } from './traceId';
import { recordOf } from './values';

/** What is known of a run, put together. */
export function snapshotOf(
  run: TemporalRun,
  about: {
    /** Undefined where the history is not known from its begin. */
    events: RunEvents | undefined;
    description: Description | undefined;
    attributes: RunAttributes;
    reader: PayloadReader;
    steps: ObservedStep[];
  },
): RunSnapshot {
  const { events, reader, description } = about;
  const nativeId = nativeIdOf(run.workflowId, run.runId);
  if (!events) {
    const info = description?.workflowExecutionInfo;
    return info
      ? { ...headerOf(info, run.namespace, reader), nativeId }
      : {
          nativeId,
          namespace: run.namespace,
          tags: [],
          passages: [],
          steps: [],
        };
  }
  const started = events.started.workflowExecutionStartedEventAttributes ?? {};
  const input = recordOf(started.input, reader, 'args');
  const title = reader.readText(events.started.userMetadata?.summary);
  const traceId = traceIdOf(events.started, reader);
  return {
    nativeId,
    namespace: run.namespace,
    workflow: { name: fitting(started.workflowType?.name ?? '') },
    nativeStatus: runStatusOf(events),
    ...triggeredOf(events, about.attributes),
    ...field('businessEventId', run.workflowId, 256),
    ...(input ? { input } : {}),
    ...outputOf(events, reader),
    ...parentOf(started, run.namespace),
    ...originOf(events, run),
    ...(traceId ? { traceId } : {}),
    ...field('taskQueue', started.taskQueue?.name, 256),
    ...about.attributes.told(title),
    tags: [],
    passages: [passageOf(events, reader)],
    steps: about.steps,
  };
}

type Started = NonNullable<
  RunEvents['started']['workflowExecutionStartedEventAttributes']
>;

function triggeredOf(
  { started }: RunEvents,
  attributes: RunAttributes,
): Pick<RunSnapshot, 'triggerType' | 'triggeredBy'> {
  const about = started.workflowExecutionStartedEventAttributes;
  if (about?.parentWorkflowExecution) return { triggerType: 'parent' };
  const bySchedule = triggerOf(attributes.atStart);
  if (bySchedule) return bySchedule;
  const identity = about?.identity ?? '';
  if (identity.startsWith(PORTAL)) {
    const actor = identity.slice(PORTAL.length);
    return { triggerType: 'manual', ...field('triggeredBy', actor, 512) };
  }
  const by = field('triggeredBy', identity, 512);
  return about?.cronSchedule
    ? { triggerType: 'scheduled', ...by }
    : { triggerType: 'event', ...by };
}

function parentOf(
  started: Started,
  namespace: string,
): Pick<RunSnapshot, 'parent'> {
  const parent = started.parentWorkflowExecution;
  if (!parent?.workflowId) return {};
  const other = started.parentWorkflowNamespace;
  return {
    parent: {
      nativeId: nativeIdOf(parent.workflowId, parent.runId ?? ''),
      ...(other && other !== namespace ? field('namespace', other, 128) : {}),
    },
  };
}
