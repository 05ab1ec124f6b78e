import { NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import { WaitingFor } from 'backstage-plugin-workflow-runs-common';

/** Whether somebody may decide, by who may and by what somebody owns things through. */
export function mayDecide(
  approvers: readonly string[],
  ownershipRefs: readonly string[],
): boolean {
  if (approvers.length === 0) return true;
  const known = new Set(ownershipRefs.map(ref => ref.toLowerCase()));
  return approvers.some(ref => known.has(ref.toLowerCase()));
}

/** Knows who may decide what a run asks. */
export class Approvers {
  constructor(private readonly knex: Knex) {}

  /**
   * Whether a step asks for a decision at all is for the engine to say.
   *
   * @throws NotAllowedError where the step asks others
   */
  async demand(
    runId: string,
    step: string,
    ownershipRefs: readonly string[],
  ): Promise<void> {
    const row = await this.knex('steps')
      .where({ run_id: runId, step_key: step, item_index: -1 })
      .first('waiting_for');
    const waitingFor: WaitingFor | null = row?.waiting_for
      ? JSON.parse(row.waiting_for)
      : null;
    if (waitingFor?.kind !== 'approval') return;
    if (mayDecide(waitingFor.approvers, ownershipRefs)) return;
    throw new NotAllowedError(
      `Step '${step}' asks others: ${waitingFor.approvers.join(', ')}`,
    );
  }
}
