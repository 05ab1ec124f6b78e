import { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  parseSlaTarget,
  parseSlo,
  RUNBOOK_ANNOTATION,
  SLA_ANNOTATION,
  SLO_ANNOTATION,
  TENANT_ANNOTATION,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';
import { EntityLink, WorkflowStore } from './WorkflowStore';

const PAGE = 500;
/** What the column holds. */
const MAX_TENANT = 128;
const MAX_URL = 2_000;
/** More than any that can be understood: what is longer is still told to be too long. */
const MAX_SLO = 1_000;

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
  /** Told what cannot be understood of an entity. */
  refuse: (problem: string) => void;
}): Promise<number> {
  const { catalog, auth, workflows, now, refuse } = options;
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
  for (const link of links.values()) {
    refuseSlo(link, refuse);
    refuseSla(link, refuse);
  }
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
    slo: asWritten(entity.metadata.annotations?.[SLO_ANNOTATION]),
    sla: asWritten(entity.metadata.annotations?.[SLA_ANNOTATION]),
  };
}

/** Kept as it is, also where it is wrong: the page of the workflow says what is. */
function asWritten(annotation: string | undefined): string | null {
  return annotation?.trim().slice(0, MAX_SLO) ?? null;
}

function refuseSlo(
  { entityRef, slo }: EntityLink,
  refuse: (problem: string) => void,
): void {
  const parsed = slo === null ? undefined : parseSlo(slo);
  if (!parsed || !('problems' in parsed)) return;
  const wrong = parsed.problems.map(
    ({ field, message, rule }) => `${field}: ${message} [${rule}]`,
  );
  refuse(`${entityRef}: ${SLO_ANNOTATION} is ignored: ${wrong.join('; ')}`);
}

function refuseSla(
  { entityRef, sla }: EntityLink,
  refuse: (problem: string) => void,
): void {
  const parsed = sla === null ? undefined : parseSlaTarget(sla);
  if (!parsed || !('problem' in parsed)) return;
  const { message, rule } = parsed.problem;
  refuse(`${entityRef}: ${SLA_ANNOTATION} is ignored: ${message} [${rule}]`);
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
