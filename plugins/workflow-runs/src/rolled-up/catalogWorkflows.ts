import { CATALOG_FILTER_EXISTS, CatalogApi } from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  parseWorkflowRef,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';

/** How many levels below an entity are looked at: each is a request of its own. */
export const MOST_LEVELS = 6;
/** How many entities one request names: more would make an address that servers refuse. */
const MOST_REFS = 50;
/** How long the API lets the name of a workflow be. */
const MOST_CHARACTERS = 256;

/** A workflow as the catalog knows it. */
export interface CatalogWorkflow {
  /** `<engine>/<name>` */
  ref: string;
  title: string;
}

/** The workflows that belong to an entity. */
export interface BelongingWorkflows {
  /** By their titles. */
  workflows: CatalogWorkflow[];
  /** There are levels below that were not looked at. */
  unfinished: boolean;
}

/** Kinds of entities that workflows belong to. */
export type RollUpKind = 'system' | 'domain' | 'group';

/** What lies below an entity of a kind, and how a workflow's entity is tied to that. */
const ways: Record<
  RollUpKind,
  { kinds: string[]; below: string; workflow: string }
> = {
  system: { kinds: [], below: '', workflow: 'relations.partOf' },
  domain: {
    kinds: ['Domain', 'System'],
    below: 'relations.partOf',
    workflow: 'relations.partOf',
  },
  group: {
    kinds: ['Group'],
    below: 'relations.childOf',
    workflow: 'relations.ownedBy',
  },
};

/** What kind of roll-up an entity has; undefined where it has none. */
export function rollUpKindOf(entity: Entity): RollUpKind | undefined {
  const kind = entity.kind.toLocaleLowerCase('en-US');
  return Object.hasOwn(ways, kind) ? (kind as RollUpKind) : undefined;
}

/**
 * The workflows that belong to a system, to the systems of a domain and of the domains below it, or to
 * a group and the groups below it. It asks level by level, never once for each entity.
 */
export async function workflowsOf(
  catalog: CatalogApi,
  entity: Entity,
): Promise<BelongingWorkflows> {
  const kind = rollUpKindOf(entity);
  if (!kind) return { workflows: [], unfinished: false };
  const { refs, unfinished } = await allBelow(catalog, entity, kind);
  const found = await entitiesTiedTo(catalog, refs, {
    relation: ways[kind].workflow,
    anyOf: [
      {
        [`metadata.annotations.${WORKFLOW_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
      },
    ],
    fields: ['metadata.name', 'metadata.title', 'metadata.annotations'],
  });
  return { workflows: byTitle(found), unfinished };
}

/** The entity and all that lie below it. */
async function allBelow(
  catalog: CatalogApi,
  entity: Entity,
  kind: RollUpKind,
): Promise<{ refs: string[]; unfinished: boolean }> {
  const { kinds, below } = ways[kind];
  // Relations that go round in a circle end here as well.
  const known = new Set([stringifyEntityRef(entity)]);
  if (kinds.length === 0) return { refs: [...known], unfinished: false };
  let level = [...known];
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const found = await entitiesTiedTo(catalog, level, {
      relation: below,
      anyOf: kinds.map(each => ({ kind: each })),
      fields: ['kind', 'metadata.namespace', 'metadata.name'],
    });
    level = found.map(stringifyEntityRef).filter(ref => !known.has(ref));
    level.forEach(ref => known.add(ref));
  }
  return { refs: [...known], unfinished: level.length > 0 };
}

async function entitiesTiedTo(
  catalog: CatalogApi,
  refs: string[],
  query: {
    relation: string;
    anyOf: Record<string, string | symbol>[];
    fields: string[];
  },
): Promise<Entity[]> {
  const pages = Array.from(
    { length: Math.ceil(refs.length / MOST_REFS) },
    (_, page) => refs.slice(page * MOST_REFS, (page + 1) * MOST_REFS),
  );
  const answers = await Promise.all(
    pages.map(page =>
      catalog.getEntities({
        filter: query.anyOf.map(each => ({ ...each, [query.relation]: page })),
        fields: query.fields,
      }),
    ),
  );
  return answers.flatMap(({ items }) => items);
}

/** Each workflow once, whatever the number of entities that stand for it. */
function byTitle(entities: Entity[]): CatalogWorkflow[] {
  const workflows = new Map<string, CatalogWorkflow>();
  for (const { metadata } of entities) {
    const ref = metadata.annotations?.[WORKFLOW_ANNOTATION] ?? '';
    // One that cannot be would have the whole list refused.
    if (!parseWorkflowRef(ref) || ref.length > MOST_CHARACTERS) continue;
    workflows.set(ref, { ref, title: metadata.title ?? metadata.name });
  }
  return [...workflows.values()].sort(
    (a, b) => a.title.localeCompare(b.title) || a.ref.localeCompare(b.ref),
  );
}
