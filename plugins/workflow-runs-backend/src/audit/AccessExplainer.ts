import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { z } from 'zod';
import { AccessGrant, RunAccess } from 'backstage-plugin-workflow-runs-common';
import { RunRecord } from '../queries/runToWire';
import { toOwnerRef } from '../remarks/ownerRef';
import { InvalidInput } from '../runs/InvalidInput';
import { grantsOf, holds } from './grantsOf';

const members = z.array(z.string()).default([]);
/** Read with forbearance: it is the policy that checks it, maybe in another process. */
const accessSchema = z.looseObject({
  roles: z
    .looseObject({ viewer: members, operator: members, admin: members })
    .prefault({}),
  ownersOperate: z.boolean().default(true),
});

/**
 * Says who can see a run. A permission policy is code, and answers only for who asks: of others this tells what the
 * roles of the ready policy, ownership and the catalog imply, and what it cannot know.
 */
export class AccessExplainer {
  readonly #access: z.output<typeof accessSchema> | undefined;

  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      /** `workflowRuns.access` of the configuration. */
      access: unknown;
    },
  ) {
    const parsed = accessSchema.safeParse(options.access);
    this.#access = parsed.success ? parsed.data : undefined;
  }

  /** @throws InvalidInput where the principal is no user and no group */
  async explain(
    run: RunRecord,
    asked: { you: RunAccess['you']; principal: string | undefined },
  ): Promise<RunAccess> {
    const access = this.#access;
    const grants = access ? grantsOf(access, { ownerRefs: run.ownerRefs }) : [];
    return {
      runId: run.id,
      workflow: run.workflow.ref,
      ownerRefs: run.ownerRefs,
      isConfigured: access !== undefined,
      ownersOperate: access?.ownersOperate ?? false,
      grants,
      you: asked.you,
      principal:
        asked.principal === undefined
          ? null
          : await this.#principal(asked.principal, grants),
      limits: [
        ...(access ? [] : (['foreign_policy'] as const)),
        'policy_is_code',
        'catalog_is_late',
        'services',
        'database',
      ],
    };
  }

  async #principal(
    principal: string,
    grants: AccessGrant[],
  ): Promise<RunAccess['principal']> {
    const ref = refOf(principal);
    const entity = await this.#entity(ref);
    const memberOf = [ref, ...groupsOf(entity)];
    return {
      ref,
      isKnown: entity !== undefined,
      memberOf,
      grants: grants.filter(grant => holds(grant, memberOf)),
    };
  }

  /** A catalog that is away knows nobody; the answer says so. */
  async #entity(ref: string): Promise<Entity | undefined> {
    const { catalog, auth } = this.options;
    const credentials = await auth.getOwnServiceCredentials();
    return catalog.getEntityByRef(ref, { credentials }).catch(() => undefined);
  }
}

function groupsOf(entity: Entity | undefined): string[] {
  return (entity?.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => targetRef);
}

function refOf(principal: string): string {
  try {
    return toOwnerRef(principal, '/principal');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput('query', error.violations);
  }
}
