import { Knex } from 'knex';
import {
  ActionResult,
  Json,
  MAX_TAGS,
  RemarkAction,
  RunFact,
} from 'backstage-plugin-workflow-runs-common';
import { auditOfAction } from '../audit/auditClaims';
import { newId } from '../database/ids';
import { RunRecord } from '../queries/runToWire';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken, TooManyTags } from '../recorder/Transition';
import { findAsked, RepeatableRequest } from '../runs/findAsked';
import { hashOf } from '../runs/hash';
import { refusal } from '../runs/InvalidInput';
import { Caller } from '../runs/RunService';

/** What somebody says about a run. */
export type Remark =
  | { action: 'annotate'; note: string }
  | { action: 'tag'; add: string[]; remove: string[]; reason?: string }
  /** `owner`: a normalised entity ref; null: whoever owns the workflow's entity. */
  | { action: 'assign'; owner: string | null; reason?: string };

/** What a remark says for itself in the log. */
type Said = Pick<
  Extract<RunFact, { type: 'run.changed' }>,
  'annotation' | 'tags' | 'ownerRef'
>;

const DONE: Record<RemarkAction, string> = {
  annotate: 'The note is kept',
  tag: 'The tags are changed',
  assign: 'The owner is changed',
};

/**
 * Keeps what people say about runs. Callers have been authorised. No engine is asked: a remark is
 * requested, carried out and told of in one transaction, whatever has become of the run.
 */
export class Remarks {
  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      now: () => number;
    },
  ) {}

  /**
   * @throws ConflictError where the key was used for something else
   * @throws InvalidInput where the run would have too many tags
   */
  async keep(
    run: RunRecord,
    remark: Remark,
    caller: Caller,
    idempotencyKey: string = newId('key'),
  ): Promise<ActionResult> {
    const requestHash = hashOf({ runId: run.id, ...remark });
    const asked = { run, caller, idempotencyKey, requestHash };
    if (!(await findAsked(this.options.knex, asked))) {
      await this.#record(asked, remark);
    }
    return {
      status: 'completed',
      runId: run.id,
      newStatus: run.status,
      message: DONE[remark.action],
    };
  }

  async #record(asked: RepeatableRequest, remark: Remark): Promise<void> {
    const { knex, recorder, now } = this.options;
    const { run, caller } = asked;
    const { action } = remark;
    const actor = caller.ref;
    const reason = reasonOf(remark) ?? null;
    const about = {
      at: now(),
      generation: run.generation,
      actionId: newId('act'),
    };
    try {
      await recorder.commit({
        runId: run.id,
        claims: [
          claimOf(asked, remark, about),
          auditOfRemark(asked, remark, about),
        ],
        facts: [
          { type: 'action.requested', ...about, action, actor, reason },
          { type: 'run.changed', ...about, actor, ...sayOf(remark, actor) },
          { type: 'action.completed', ...about, action },
        ],
      });
    } catch (error) {
      if (error instanceof TooManyTags) throw tooManyTags();
      if (!(error instanceof KeyTaken)) throw error;
      // The same came twice at once; if it was something else, that is refused.
      await findAsked(knex, asked);
    }
  }
}

/** A note is its own reason, as with decisions. */
export function reasonOf(remark: Remark): string | undefined {
  if (remark.action === 'annotate') return remark.note;
  return remark.reason;
}

function sayOf(remark: Remark, author: string): Said {
  switch (remark.action) {
    case 'annotate':
      return { annotation: { id: newId('note'), author, note: remark.note } };
    case 'tag':
      return { tags: { added: remark.add, removed: remark.remove } };
    default:
      return { ownerRef: remark.owner };
  }
}

function claimOf(
  { run, caller, idempotencyKey, requestHash }: RepeatableRequest,
  remark: Remark,
  { actionId, at }: { actionId: string; at: number },
): Claim {
  return {
    table: 'actions',
    key: ['id'],
    row: {
      id: actionId,
      tenant_id: run.tenantId,
      run_id: run.id,
      actor: caller.ref,
      idempotency_key: idempotencyKey,
      request_hash: requestHash,
      action: remark.action,
      step_key: '',
      item_index: -1,
      reason: reasonOf(remark) ?? null,
      details: detailsOf(remark),
      status: 'completed',
      requested_at: at,
      completed_at: at,
    },
  };
}

function auditOfRemark(
  { run, caller }: RepeatableRequest,
  remark: Remark,
  { actionId, at }: { actionId: string; at: number },
): Claim {
  const [before, after] = changeOf(run, remark);
  return auditOfAction({
    at,
    actor: caller.ref,
    origin: caller.origin,
    action: remark.action,
    tenantId: run.tenantId,
    workflow: run.workflow.ref,
    runId: run.id,
    actionId,
    before,
    after,
  });
}

/** How the run is before and after, as far as the remark changes it. */
function changeOf(run: RunRecord, remark: Remark): [Json, Json] {
  switch (remark.action) {
    case 'tag': {
      const kept = run.tags.filter(tag => !remark.remove.includes(tag));
      const after = [...new Set([...kept, ...remark.add])];
      return [{ tags: run.tags }, { tags: after }];
    }
    case 'assign':
      return [{ owner: run.owner }, { owner: remark.owner }];
    default:
      return [null, null];
  }
}

function detailsOf(remark: Remark): string | null {
  switch (remark.action) {
    case 'tag':
      return JSON.stringify({ add: remark.add, remove: remark.remove });
    case 'assign':
      return JSON.stringify({ owner: remark.owner });
    default:
      return null;
  }
}

function tooManyTags() {
  return refusal(
    '/add',
    'too_many_tags',
    `a run has at most ${MAX_TAGS} tags, and it would have more`,
  );
}
