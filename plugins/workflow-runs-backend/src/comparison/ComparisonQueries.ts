import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  Comparison,
  compareSteps,
  diffJson,
  Payload,
  permissionNames,
  RunFilter,
  StepToCompare,
} from 'backstage-plugin-workflow-runs-common';
import { summaryOf } from '../lineage/summaryOf';
import { toNumberOrNull } from '../database/time';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toPayload } from '../queries/recordsToWire';
import { RunRecord } from '../queries/runToWire';
import { toError } from '../queries/stepToWire';
import { walkSteps } from '../queries/walkSteps';

const PAGE = 1_000;
/** Pages that are looked at where a list ends early: filters by workflow and status hardly ever do. */
const MAX_PAGES = 5;

/** Puts two runs side by side. */
export class ComparisonQueries {
  constructor(private readonly knex: Knex) {}

  /**
   * The run that it is told from best: the last one of its workflow that went well before it, in its
   * environment where there is one, or else in any.
   *
   * @throws NotFoundError where there is none that the caller may see
   */
  async lastGood(run: RunRecord, runs: AuthorizedRuns): Promise<RunRecord> {
    const before: RunFilter = {
      workflow: [run.workflow.ref],
      status: ['completed'],
      to: Date.parse(run.queuedAt),
    };
    const found =
      (await newest({ ...before, environment: [run.environment] }, runs)) ??
      (await newest(before, runs));
    if (found) return runs.getRun(found);
    throw new NotFoundError(
      `No run of '${run.workflow.ref}' that was queued before this one has completed`,
    );
  }

  async compare(
    a: RunRecord,
    b: RunRecord,
    runs: AuthorizedRuns,
  ): Promise<Comparison> {
    const mayReadIo = [a, b].every(run =>
      runs.permits(permissionNames.runReadIo, run),
    );
    return {
      a: summaryOf(a),
      b: summaryOf(b),
      versionsDiffer:
        a.workflow.id !== b.workflow.id ||
        a.workflowVersion !== b.workflowVersion,
      steps: compareSteps(await this.#steps(a.id), await this.#steps(b.id)),
      input: mayReadIo ? await this.#diff('input', a.id, b.id) : null,
      output: mayReadIo ? await this.#diff('output', a.id, b.id) : null,
    };
  }

  /** Steps and rollbacks; items of fan-outs are counted by them. */
  async #steps(runId: string): Promise<StepToCompare[]> {
    const rowsOfRun = () =>
      this.knex('steps')
        .where({ run_id: runId, item_index: -1 })
        .select(
          'name',
          'status',
          'duration_ms',
          'attempts',
          'error_category',
          'error_code',
          'error_message',
        );
    const steps: StepToCompare[] = [];
    for await (const rows of walkSteps(rowsOfRun, PAGE)) {
      steps.push(...rows.map(toStepToCompare));
    }
    return steps;
  }

  async #diff(direction: Payload['direction'], a: string, b: string) {
    const [ofA, ofB] = [
      await this.#payload(a, direction),
      await this.#payload(b, direction),
    ];
    if (!ofA || !ofB) return null;
    const { changes, truncated } = diffJson(ofA.value, ofB.value);
    return { changes, truncated: truncated || ofA.truncated || ofB.truncated };
  }

  /** That of the run's latest passage. */
  async #payload(runId: string, direction: Payload['direction']) {
    const row = await this.knex('run_io')
      .where({ run_id: runId, step_key: '', item_index: -1, direction })
      .orderBy('generation', 'desc')
      .first();
    return row && toPayload(row);
  }
}

function toStepToCompare(row: DatabaseRow): StepToCompare {
  return {
    stepKey: row.step_key,
    name: row.name,
    status: row.status,
    durationMs: toNumberOrNull(row.duration_ms),
    attempts: row.attempts,
    error: toError(row),
  };
}

async function newest(
  filter: RunFilter,
  runs: AuthorizedRuns,
): Promise<string | undefined> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextToken } = await runs.listRuns({
      filter,
      limit: 1,
      token,
    });
    if (items.length > 0) return items[0].id;
    if (!nextToken) return undefined;
    token = nextToken;
  }
  return undefined;
}
