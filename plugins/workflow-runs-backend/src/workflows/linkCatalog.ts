import { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  TENANT_ANNOTATION,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';
import { EntityLink, WorkflowStore } from './WorkflowStore';

const PAGE = 500;

/** Copies from the catalog which entity each workflow belongs to, and who owns it. */
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
      if (ref && !links.has(ref)) links.set(ref, toLink(entity));
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
    tenantId: entity.metadata.annotations?.[TENANT_ANNOTATION] ?? 'default',
  };
}
