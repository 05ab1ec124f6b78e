import { Knex } from 'knex';
import {
  AuditOrigin,
  Json,
  Priority,
  TriggerType,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { placeOf } from 'backstage-plugin-workflow-runs-common/machine';
import { auditOfLaunch } from '../audit/auditClaims';
import { newId } from '../database/ids';
import { Recorder } from '../recorder/Recorder';
import {
  Claim,
  KeyTaken,
  LeaseLost,
  ParentAttempt,
  PayloadRecord,
  SealedRecord,
  Transition,
} from '../recorder/Transition';
import { Sealer } from '../sealing/Sealer';
import { WorkflowRecord } from '../workflows/WorkflowQueries';
import { rankOf } from '../engine/priority';
import { SlaRule } from '../slas/config';
import { SlaTarget, slaTargetOf } from '../slas/slaTargetOf';

/** Who has asked for a launch, and how. */
export interface AskedLaunch {
  action: 'launch' | 'rerun' | 'clone';
  caller: { ref: string; origin?: AuditOrigin };
  /** `<engine>/<name>` */
  workflow: string;
  reason?: string;
  fromStep?: string;
  isInputEdited?: boolean;
}

/** A run that is to be launched: everything has been checked. */
export interface LaunchOrder {
  workflow: Pick<
    WorkflowRecord,
    'id' | 'ref' | 'tenantId' | 'engineInstance' | 'namespace' | 'slaAnnotated'
  >;
  definition: WorkflowDefinition;
  definitionHash: string;
  input: Json;
  environment: string;
  priority: Priority;
  tags: string[];
  businessEventId: string | null;
  backfill: boolean;
  triggerType: TriggerType;
  triggeredBy: string | null;
  startedBy: string | null;
  originRunId: string | null;
  parent: ParentAttempt | null;
  /** Outputs by unit that need not be computed again. */
  reused: ReadonlyMap<string, Json>;
  /** Absent where a run launches it. */
  asked?: AskedLaunch;
}

/** The key of a launch, but for the run that it is of. */
export type LaunchKey = Omit<Claim, 'table' | 'key'> & {
  row: { workflow_id: string; kind: string; key: string; request_hash: string };
};

/** A place in an engine, for a run that is about to be launched. */
export interface ReservedPlace {
  workerId: string;
  epoch: number;
  /** What the run does first, to be recorded with its launch. */
  first: Pick<Transition, 'facts' | 'payloads' | 'sealed' | 'steps' | 'timers'>;
  /** The run is launched: the engine goes on with it. */
  take(): void;
  /** It is not, or nobody knows. */
  leave(): void;
}

/** A run that is about to be launched. */
export interface NewLaunch {
  runId: string;
  dataKey: Buffer;
  order: LaunchOrder;
  queuedAt: number;
  /** How long it may take, and who says so. */
  sla: SlaTarget | undefined;
}

/** Records new runs, each once for each of its keys. */
export class Launcher {
  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      sealer: Sealer;
      now: () => number;
      /** Of the configuration: how long runs may take where nothing else says it. */
      slas?: readonly SlaRule[];
      /** Tells the engine that a run is due. */
      notify: (runId: string) => void;
      /** Asks the engine of this process to hold a run from its launch on. */
      reserve?: (launch: NewLaunch) => ReservedPlace | undefined;
    },
  ) {}

  /**
   * Launches a run, unless one of its keys has launched one already.
   *
   * @returns `taken`: the key that stood in the way
   */
  async launch(
    order: LaunchOrder,
    keys: readonly LaunchKey[],
  ): Promise<{ runId: string } | { taken: LaunchKey }> {
    const runId = newId('run');
    const now = this.options.now();
    const { dataKey, sealed, payloads } = this.#values(runId, order);
    const sla = slaTargetOf(order, this.options.slas ?? []);
    const launch = { runId, dataKey, order, queuedAt: now, sla };
    const place = this.options.reserve?.(launch);
    const first = place?.first;
    const { definition, definitionHash, triggerType, triggeredBy } = order;
    try {
      await this.options.recorder.commit({
        runId,
        fence: place && { epoch: place.epoch },
        claims: [
          ...keys.map(
            ({ row }): Claim => ({
              table: 'launch_keys',
              key: ['workflow_id', 'kind', 'key'],
              row: { ...row, run_id: runId, created_at: now },
            }),
          ),
          ...auditOf(runId, order, now),
        ],
        engine: {
          rank: rankOf(order),
          seed: runId,
          definitionHash,
          workflowId: order.workflow.id,
          tenantId: order.workflow.tenantId,
          epoch: place?.epoch ?? 0,
          workerId: place?.workerId,
          wakeAt: place ? null : now,
        },
        create: {
          workflowId: order.workflow.id,
          tenantId: order.workflow.tenantId,
          engineInstance: order.workflow.engineInstance,
          namespace: order.workflow.namespace,
          nativeId: runId,
          definition,
          definitionHash,
          environment: order.environment,
          priority: order.priority,
          triggerType,
          triggeredBy,
          startedBy: order.startedBy,
          businessEventId: order.businessEventId,
          backfill: order.backfill,
          tags: [...new Set(order.tags)],
          originRunId: order.originRunId,
          parent: order.parent,
          reused: [...order.reused.keys()],
          queuedAt: now,
          slaTargetMs: sla?.targetMs ?? null,
          input: order.input,
        },
        facts: [
          {
            type: 'run.queued',
            at: now,
            generation: 0,
            priority: order.priority,
            triggerType,
            triggeredBy,
            ...(sla ? { sla } : {}),
          },
          ...(first?.facts ?? []),
        ],
        worker: place?.workerId,
        steps: first?.steps,
        timers: first?.timers,
        payloads: [...payloads, ...(first?.payloads ?? [])],
        sealed: [...sealed, ...(first?.sealed ?? [])],
      });
    } catch (error) {
      place?.leave();
      // It is launched, and another has taken it over before we heard of it.
      if (error instanceof LeaseLost) return { runId };
      if (!(error instanceof KeyTaken)) throw error;
      const { kind } = error.claim.row;
      return { taken: keys.find(({ row }) => row.kind === kind)! };
    }
    if (place) place.take();
    else this.options.notify(runId);
    return { runId };
  }

  /** The run that a key has launched. */
  async launchedBy({ row }: LaunchKey): Promise<
    | {
        runId: string;
        requestHash: string;
        status: string;
      }
    | undefined
  > {
    const taken = await this.options
      .knex('launch_keys')
      .join('runs', 'runs.id', 'launch_keys.run_id')
      .where({
        'launch_keys.workflow_id': row.workflow_id,
        kind: row.kind,
        key: row.key,
      })
      .first('run_id', 'request_hash', 'status');
    return (
      taken && {
        runId: taken.run_id,
        requestHash: taken.request_hash,
        status: taken.status,
      }
    );
  }

  #values(runId: string, { input, reused }: LaunchOrder) {
    const { key, wrapped } = this.options.sealer.newDataKey(runId);
    const own = { step: '', item: -1, generation: 0 };
    const sealed: SealedRecord[] = [
      {
        ...own,
        kind: 'data_key',
        keyId: wrapped.keyId,
        content: wrapped.content,
      },
    ];
    const payloads: PayloadRecord[] = [];
    const keep = (
      place: { step: string; item: number },
      kind: 'input' | 'output',
      value: Json,
    ) => {
      const content = this.options.sealer.seal(
        key,
        { runId, ...place, kind },
        value,
      );
      sealed.push({ ...place, generation: 0, kind, keyId: null, content });
      payloads.push({
        ...place,
        step: place.step || null,
        generation: 0,
        direction: kind,
        value,
      });
    };
    keep(own, 'input', input);
    for (const [unit, output] of reused) keep(placeOf(unit), 'output', output);
    return { dataKey: key, sealed, payloads };
  }
}

/** What a run launches by itself is no deed of anybody: its lineage tells of it. */
function auditOf(runId: string, order: LaunchOrder, at: number): Claim[] {
  const { asked, originRunId } = order;
  if (!asked) return [];
  const { action, caller, workflow, reason, fromStep, isInputEdited } = asked;
  return [
    auditOfLaunch({
      at,
      actor: caller.ref,
      origin: caller.origin,
      action,
      tenantId: order.workflow.tenantId,
      workflow,
      runId: originRunId ?? runId,
      resultRunId: originRunId && runId,
      reason: reason ?? null,
      details: {
        version: order.definition.version,
        environment: order.environment,
        priority: order.priority,
        ...(order.backfill ? { backfill: true } : {}),
        ...(fromStep ? { fromStep } : {}),
        ...(isInputEdited ? { inputEdited: true } : {}),
      },
    }),
  ];
}
