import { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  RUNBOOK_ANNOTATION,
  TENANT_ANNOTATION,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';
import { EntityLink, WorkflowStore } from './WorkflowStore';

const PAGE = 500;
/** What the column holds. */
const MAX_TENANT = 128;
const MAX_URL = 2_000;

/**
 * Copies from the catalog which entity each workflow belongs to, and who owns it. Of several
 * entities that name the same workflow, the one whose ref sorts first has it: the same one each
 * time, in every backend.
 *
 * @returns how many workflows the catalog names
 */
export async function linkCatalog(options: {
  catalog: CatalogService;
  auth: AuthService;
  workflows: WorkflowStore;
  now: () => number;
}): Promise<number> {
  const { catalog, auth, workflows, now } = options;
  const credentials = await auth.getOwnServiceCredentials();
  const links = new Map<string, EntityLink>();
  let cursor: string | undefined;
  do {
    const page = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            filter: {
              [`metadata.annotations.${WORKFLOW_ANNOTATION}`]:
                CATALOG_FILTER_EXISTS,
            },
            fields: ['kind', 'metadata', 'relations'],
            limit: PAGE,
          },
      { credentials },
    );
    for (const entity of page.items) {
      const ref = entity.metadata.annotations?.[WORKFLOW_ANNOTATION];
      if (!ref) continue;
      const link = toLink(entity);
      const other = links.get(ref);
      if (!other || link.entityRef < other.entityRef) links.set(ref, link);
    }
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  await workflows.link(links, now());
  return links.size;
}

function toLink(entity: Entity): EntityLink {
  return {
    entityRef: stringifyEntityRef(entity),
    ownerRefs: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => targetRef),
    tenantId: toTenant(entity.metadata.annotations?.[TENANT_ANNOTATION]),
    runbookUrl: toRunbook(entity.metadata.annotations?.[RUNBOOK_ANNOTATION]),
  };
}

/** An annotation that cannot be stored must not keep all other workflows from being tied. */
function toTenant(annotation: string | undefined): string {
  const tenant = annotation?.trim();
  return tenant && tenant.length <= MAX_TENANT ? tenant : 'default';
}

/** People are sent there: it must be what it seems, and lead to no script. */
function toRunbook(annotation: string | undefined): string | null {
  const url = annotation?.trim();
  if (!url || url.length > MAX_URL || !URL.canParse(url)) return null;
  return new URL(url).protocol === 'https:' ? url : null;
}
