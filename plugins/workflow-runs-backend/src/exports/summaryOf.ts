import {
  Artifact,
  HumanDecision,
  OperatorAction,
  Payload,
  RunStateEntry,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { storyOf, StorySource } from './story';
import { duration, shortened, time } from './wording';

const MAX_ERROR = 500;
const MAX_PAYLOAD = 4_000;

/** What a summary is made from. */
export interface SummarySource extends StorySource {
  states: RunStateEntry[];
  /** There are more steps than those that are here. */
  areMoreSteps: boolean;
  /** Null where the reader may not see what the run was given and has put out. */
  io: {
    payloads: Payload[];
    artifacts: { artifact: Artifact; url: string }[];
    /** Until when the links of artifacts are good; ISO 8601. */
    linksUntil: string;
  } | null;
}

/** Text, or text that leads somewhere. */
export type SummaryCell = string | { text: string; url: string };

/** A table of a summary, with what is to be known of it. */
export interface SummaryTable {
  title: string;
  columns: string[];
  rows: SummaryCell[][];
  note?: string;
}

/** A run told to people; how it looks is up to who renders it. */
export interface RunSummary {
  title: string;
  story: string[];
  facts: [label: string, value: string][];
  tables: SummaryTable[];
  /** Values as JSON, over several lines. */
  values: { title: string; text: string; note?: string }[];
  /** What is left out, and why. */
  notes: string[];
}

/** What people want to know of a run, from what is recorded of it. */
export function summaryOf(source: SummarySource): RunSummary {
  const { run, io, areMoreSteps } = source;
  const tables = [
    statesTable(source.states),
    stepsTable(source.steps),
    decisionsTable(source.decisions),
    auditTable(source.actions),
    ...(io ? [artifactsTable(io)] : []),
  ];
  return {
    title: `${run.workflow.title}, run ${run.id}`,
    story: storyOf(source),
    facts: factsOf(source),
    tables: tables.filter(({ rows }) => rows.length > 0),
    values: io ? io.payloads.map(valueOf) : [],
    notes: [
      ...(areMoreSteps
        ? [
            `Only the first ${source.steps.length} steps are here; the export as JSON has all.`,
          ]
        : []),
      ...(io
        ? []
        : [
            'Input, output and artifacts are left out: who exported this may not see them.',
          ]),
    ],
  };
}

function factsOf({ run }: SummarySource): [string, string][] {
  const { sla, resolution, diagnostics } = run;
  const facts: [string, string | null][] = [
    ['Status', run.status],
    ['Workflow', run.workflow.ref],
    ['Version', run.workflowVersion],
    ['Environment', run.environment],
    ['Tenant', run.tenantId],
    ['Launched by', run.startedBy],
    ['Trigger', run.triggerType],
    ['Triggered by', run.triggeredBy],
    ['Business event', run.businessEventId],
    ['Launched by run', run.parentRunId],
    ['Repeats run', run.originRunId],
    ['Owner', run.owner],
    ['Priority', run.priority],
    ['Tags', run.tags.join(', ') || null],
    ['Queued', time(run.queuedAt)],
    ['Started', run.startedAt && time(run.startedAt)],
    ['Ended', run.completedAt && time(run.completedAt)],
    ['Duration', run.durationMs === null ? null : duration(run.durationMs)],
    ['SLA', sla && `${sla.status}, target ${duration(sla.targetMs)}`],
    ['SLA due', sla?.dueAt ? time(sla.dueAt) : null],
    ['Progress', `${run.progress.completedSteps}/${run.progress.totalSteps}`],
    ['Passage', run.generation === 0 ? null : String(run.generation + 1)],
    ['Resolution', resolution && resolution.note],
    ['Resolved by', resolution && resolution.actor],
    ['Trace', diagnostics.traceId],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

function statesTable(states: RunStateEntry[]): SummaryTable {
  return {
    title: 'States',
    columns: ['Status', 'Since', 'For', 'Reason'],
    rows: states.map(({ status, enteredAt, leftAt, reason }) => [
      status,
      time(enteredAt),
      leftAt ? duration(Date.parse(leftAt) - Date.parse(enteredAt)) : '',
      reason ?? '',
    ]),
  };
}

function stepsTable(steps: Step[]): SummaryTable {
  return {
    title: 'Steps',
    columns: ['Step', 'Type', 'Status', 'Attempts', 'Duration', 'Error'],
    rows: steps.map(step => [
      placeOf(step.name, step.itemIndex),
      step.type,
      step.skipReason ? `${step.status} (${step.skipReason})` : step.status,
      String(step.attempts),
      step.durationMs === null ? '' : duration(step.durationMs),
      step.error
        ? shortened(`${step.error.category}: ${step.error.message}`, MAX_ERROR)
        : '',
    ]),
  };
}

function decisionsTable(decisions: HumanDecision[]): SummaryTable {
  return {
    title: 'Decisions',
    columns: ['Step', 'About', 'Asked', 'Decision', 'By', 'When', 'Note'],
    rows: decisions.map(decision => [
      placeOf(decision.stepKey, decision.itemIndex),
      decision.about,
      time(decision.askedAt),
      decision.decision ?? 'open',
      decision.actor ?? '',
      decision.decidedAt ? time(decision.decidedAt) : '',
      decision.note ?? '',
    ]),
  };
}

function auditTable(actions: OperatorAction[]): SummaryTable {
  return {
    title: 'Audit',
    columns: ['When', 'Who', 'Action', 'Step', 'Outcome', 'Reason'],
    rows: actions.map(action => [
      time(action.requestedAt),
      action.actor,
      action.action,
      action.stepKey ? placeOf(action.stepKey, action.itemIndex) : '',
      action.message ? `${action.status}: ${action.message}` : action.status,
      action.reason ?? '',
    ]),
  };
}

function artifactsTable({
  artifacts,
  linksUntil,
}: NonNullable<SummarySource['io']>): SummaryTable {
  return {
    title: 'Artifacts',
    columns: ['File', 'Step', 'Type', 'Bytes', 'SHA-256'],
    rows: artifacts.map(({ artifact, url }) => [
      { text: artifact.name, url },
      placeOf(artifact.stepKey, artifact.itemIndex),
      artifact.contentType,
      String(artifact.bytes ?? ''),
      artifact.sha256 ?? '',
    ]),
    note: `The links need no credentials, and are good until ${time(
      linksUntil,
    )}.`,
  };
}

function valueOf(payload: Payload): RunSummary['values'][number] {
  const { value } = payload;
  // What was cut is text: the beginning of its JSON.
  const text =
    payload.truncated && typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2);
  const isCut = payload.truncated || text.length > MAX_PAYLOAD;
  return {
    title: payload.direction === 'input' ? 'Input' : 'Output',
    text: shortened(text, MAX_PAYLOAD),
    ...(isCut ? { note: `Cut: it has ${payload.bytes} bytes in all.` } : {}),
  };
}

function placeOf(step: string, itemIndex: number): string {
  return itemIndex < 0 ? step : `${step} #${itemIndex}`;
}
