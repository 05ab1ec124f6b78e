import {
  ActionRefusal,
  Json,
  Priority,
  RetryPolicy,
  RunFact,
  StepType,
  TriggerType,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';

/** A run that is to be; its first fact is `run.queued`. */
export interface NewRun {
  workflowId: string;
  tenantId: string;
  engineInstance: string;
  namespace: string;
  nativeId: string;
  /** Null where the engine tells of none. */
  definition: WorkflowDefinition | null;
  definitionHash: string | null;
  environment: string;
  priority: Priority;
  triggerType: TriggerType;
  triggeredBy: string | null;
  startedBy: string | null;
  businessEventId: string | null;
  backfill: boolean;
  tags: string[];
  originRunId: string | null;
  /** The attempt of another run that it was launched for. */
  parent: ParentAttempt | null;
  /** Steps that need not run: their outputs are those of the run that this one repeats. */
  reused: string[];
  queuedAt: number;
  /** How long it may take; null: nobody says. */
  slaTargetMs: number | null;
  input: Json;
}

/** An attempt that is the run of another workflow. */
export interface ParentAttempt {
  runId: string;
  step: string;
  item: number;
  attempt: number;
}

/** What a run is told by one that it has launched: it has ended. */
export interface ChildMessage {
  childRunId: string;
  /** Passage of the child that has ended. */
  generation: number;
  step: string;
  item: number;
  attempt: number;
}

/** A step, an item or a rollback that a run has from now on. */
export interface NewStep {
  step: string;
  item: number;
  /** Place in the definition, from 1; that of the step that an item or a rollback belongs to. */
  number: number;
  name: string;
  type: StepType;
  dependsOn: string[];
  /** `name@version`; null where no code runs. */
  handler: string | null;
  retry: RetryPolicy | null;
  /** It is done: another run has done it. */
  isReused?: boolean;
}

/** The right to change a run, by the epoch of its claim. */
export interface Fence {
  epoch: number;
  /** Who says it does not hold the run, and cannot know whether others have said it. */
  isOnlooker?: true;
  /** How the engine leaves the run; absent where it leaves it as it is. */
  leave?: {
    /** Who goes on holding it; null: whoever claims it next. */
    workerId: string | null;
    /** When the run wants to be claimed once nobody holds it; null: when something happens. */
    wakeAt: number | null;
    hold: string | null;
    /** It has nothing more to do with the run. */
    isOver: boolean;
  };
}

/** A key that only one transition can have. */
export interface Claim {
  table:
    | 'launch_keys'
    | 'actions'
    | 'engine_runs'
    | 'audit_entries'
    | 'ingest_answers';
  /** Columns of the primary key. */
  key: string[];
  row: Record<string, string | number | null>;
}

/** An input or output of a run or step; recorded redacted. */
export interface PayloadRecord {
  /** Null for the run's own. */
  step: string | null;
  item: number;
  direction: 'input' | 'output';
  generation: number;
  value: Json;
  /** How large it is, where `value` is only its beginning. */
  bytes?: number;
}

/** An encrypted value that the engine needs to resume. */
export interface SealedRecord {
  kind: 'data_key' | 'input' | 'output' | 'request';
  /** The step, or the action that a request is of. */
  step: string;
  item: number;
  generation: number;
  keyId: string | null;
  content: Buffer;
}

/** A file whose content is stored already. */
export interface ArtifactRecord {
  id: string;
  step: string;
  item: number;
  generation: number;
  attempt: number;
  name: string;
  contentType: string;
  /** Null where an engine elsewhere has not told it. */
  bytes: number | null;
  sha256: string | null;
  store: string;
  /** Where it is, where the content is not here. */
  url?: string;
}

/** Everything that one commit says about one run. */
export interface Transition {
  runId: string;
  /** Creates the run. */
  create?: NewRun;
  /**
   * Refuses the transition where the run has been claimed by another since. Of a run that it creates,
   * that can be only where it was committed without an answer, and had to be tried again.
   */
  fence?: Fence;
  /** Refuses the transition where one of the keys is taken. */
  claims?: Claim[];
  facts: RunFact[];
  /** What an engine elsewhere has told: the rows of the run are made from that, and not from the facts. */
  observed?: {
    /** Refuses the transition where what is known of the run has changed since. */
    revision: number;
    changes: Change[];
  };
  /** Nobody is to be notified of what an `import` brings; `live` where it is not said. */
  mode?: 'live' | 'import';
  /** Facts from before this time are an import, whatever the mode. */
  importedBefore?: number;
  /** Who executes the attempts that the facts start. */
  worker?: string;
  payloads?: PayloadRecord[];
  sealed?: SealedRecord[];
  /** Rows of what was tokenized of it: the recorder adds them. */
  tokens?: Row[];
  artifacts?: ArtifactRecord[];
  /** Timers by kind and step; null clears one. */
  timers?: { kind: string; step: string; item: number; dueAt: number | null }[];
  /** Steps, items and rollbacks that the facts are about for the first time. */
  steps?: NewStep[];
  /** What handlers have reported about their work. */
  reports?: { step: string; item: number; report: Json }[];
  /** Runs that wait for this one hear that it has ended. */
  tells?: ParentAttempt;
  /** Messages that have been read, by the child that they are of. */
  read?: { childRunId: string; generation: number }[];
  /** Operator actions that have been taken up, carried out, or could not be. */
  actions?: {
    id: string;
    status: 'accepted' | 'completed' | ActionRefusal;
    message: string | null;
    /** What an `update` was answered. */
    result?: Json;
  }[];
  /** Makes the engine look at the run at this time, whoever holds it. */
  wakeAt?: number;
  /** The engine has to do with the run from now on, or again. */
  engine?: {
    rank: number;
    seed: string;
    definitionHash: string;
    workflowId: string;
    tenantId: string;
    /** Higher than that of any claim before: who held the run then must not write any more. */
    epoch: number;
    /** Who holds the run from the beginning; absent where it waits to be claimed. */
    workerId?: string;
    /** When it wants to be claimed; null where somebody holds it. */
    wakeAt: number | null;
  };
}

/** Another process has claimed the run: what was decided about it is void. */
export class LeaseLost extends Error {
  constructor(readonly runId: string) {
    super(`The lease on run ${runId} is lost`);
    this.name = 'LeaseLost';
  }
}

/** A claimed key is taken. */
export class KeyTaken extends Error {
  constructor(readonly claim: Claim) {
    super(`A key in ${claim.table} is taken`);
    this.name = 'KeyTaken';
  }
}

/** A run was deleted, and an engine that remembers it tells of it anew. */
export class RunPurged extends Error {
  constructor(readonly runId: string) {
    super(`Run ${runId} was deleted: it is not taken in again`);
    this.name = 'RunPurged';
  }
}

/** More is known of an observed run than was when the transition was made. */
export class ObservationStale extends Error {
  constructor(readonly runId: string) {
    super(`More is known of run ${runId} by now`);
    this.name = 'ObservationStale';
  }
}

/** A run would have more tags than a run may have. */
export class TooManyTags extends Error {
  constructor(readonly runId: string) {
    super(`Run ${runId} would have too many tags`);
    this.name = 'TooManyTags';
  }
}
