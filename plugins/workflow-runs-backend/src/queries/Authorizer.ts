import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  basicPermissions,
  runPermissions,
  workflowPermissions,
} from 'backstage-plugin-workflow-runs-common';
import {
  runResourceRef,
  WorkflowCriterion,
  workflowResourceRef,
} from 'backstage-plugin-workflow-runs-node';
import { Engines } from '../sync/Engines';
import { toVisibility, Visibility } from './condition';
import { narrowedBy, withoutHidden } from './engineVisibility';

/** How long a decision is believed, in milliseconds. */
const CACHE_MS = 10_000;
const MAX_CACHED = 1_000;

/** What a caller may see and do, by the name of the permission. */
export interface Visibilities {
  runs: ReadonlyMap<string, Visibility>;
  workflows: ReadonlyMap<string, Visibility<WorkflowCriterion>>;
  /** Names of those that no run or workflow narrows, as far as the caller has them. */
  basic: ReadonlySet<string>;
}

/** Asks the permission framework, once for all permissions, and remembers the answer shortly. */
export class Authorizer {
  readonly #cache = new Map<
    string,
    { until: number; answer: Promise<Visibilities> }
  >();
  readonly #toRunCriteria;
  readonly #toWorkflowCriteria;

  constructor(
    private readonly permissions: PermissionsService,
    registry: PermissionsRegistryService,
    private readonly now: () => number,
    /** What engines elsewhere let somebody see of their runs. */
    private readonly engines: Pick<Engines, 'visibilities'>,
  ) {
    this.#toRunCriteria = createConditionTransformer(
      registry.getPermissionRuleset(runResourceRef),
    );
    this.#toWorkflowCriteria = createConditionTransformer(
      registry.getPermissionRuleset(workflowResourceRef),
    );
  }

  visibilities(credentials: BackstageCredentials): Promise<Visibilities> {
    const key = JSON.stringify(credentials.principal);
    const cached = this.#cache.get(key);
    if (cached && cached.until > this.now()) return cached.answer;

    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    const answer = this.#ask(credentials);
    this.#cache.set(key, { until: this.now() + CACHE_MS, answer });
    answer.catch(() => this.#cache.delete(key));
    return answer;
  }

  async #ask(credentials: BackstageCredentials): Promise<Visibilities> {
    const narrowed = [...runPermissions, ...workflowPermissions];
    const [decisions, basic, ofEngines] = await Promise.all([
      this.permissions.authorizeConditional(
        narrowed.map(permission => ({ permission })),
        { credentials },
      ),
      this.permissions.authorize(
        basicPermissions.map(permission => ({ permission })),
        { credentials },
      ),
      this.engines.visibilities(credentials),
    ]);
    const decided = new Map(
      narrowed.map(({ name }, index) => [name, decisions[index]]),
    );
    return {
      runs: new Map(
        runPermissions.map(({ name }) => [
          name,
          narrowedBy(
            ofEngines,
            toVisibility(decided.get(name)!, this.#toRunCriteria),
          ),
        ]),
      ),
      workflows: new Map(
        workflowPermissions.map(({ name }) => [
          name,
          withoutHidden(
            ofEngines,
            toVisibility(decided.get(name)!, this.#toWorkflowCriteria),
          ),
        ]),
      ),
      basic: new Set(
        basicPermissions.flatMap(({ name }, index) =>
          basic[index].result === AuthorizeResult.ALLOW ? [name] : [],
        ),
      ),
    };
  }
}
