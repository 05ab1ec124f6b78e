import { Knex } from 'knex';
import { Scope } from './Scope';

/** Runs whose scope is kept in memory: those that something is written about. */
const MAX_KEPT = 20_000;

/** Finds out whose a run is, and of which workflow; neither changes. */
export class RunScopes {
  readonly #ofRuns = new Map<string, Scope>();
  readonly #workflows = new Map<string, Scope>();

  constructor(private readonly knex: Knex) {}

  /** The scope of a run, where it is known already. */
  known(runId: string): Scope | undefined {
    return this.#ofRuns.get(runId);
  }

  /** Undefined where there is no such run. */
  async ofRun(runId: string): Promise<Scope | undefined> {
    const known = this.#ofRuns.get(runId);
    if (known) return known;
    const row = await this.knex('runs')
      .where({ id: runId })
      .first('workflow_id');
    return row && this.ofNewRun(runId, row.workflow_id);
  }

  /** That of a run that is only being created. */
  async ofNewRun(
    runId: string,
    workflowId: string,
  ): Promise<Scope | undefined> {
    const scope = await this.#ofWorkflow(workflowId);
    if (!scope) return undefined;
    if (this.#ofRuns.size >= MAX_KEPT) this.#ofRuns.clear();
    this.#ofRuns.set(runId, scope);
    return scope;
  }

  async #ofWorkflow(id: string): Promise<Scope | undefined> {
    const known = this.#workflows.get(id);
    if (known) return known;
    const row = await this.knex('workflows')
      .where({ id })
      .first('tenant_id', 'engine', 'name');
    if (!row) return undefined;
    const scope = {
      tenantId: row.tenant_id,
      workflow: `${row.engine}/${row.name}`,
    };
    this.#workflows.set(id, scope);
    return scope;
  }
}
