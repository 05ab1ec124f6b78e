import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { CatalogReader } from './catalogReader';
import { CatalogHealthContext } from './definition';
import { EntityProblem } from './findings';
import { runCheck } from './runCheck';

export const checkRelations =
  (catalog: CatalogReader) => (context: CatalogHealthContext) =>
    runCheck(context, catalog, {
      fields: ['relations'],
      refersTo: entity => relationsOf(entity).map(r => r.targetRef),
      findProblems: findRelationProblems,
    });

/** Whatever an entity points at must exist. */
export function findRelationProblems(
  entity: Entity,
  missing: ReadonlySet<string>,
): EntityProblem[] {
  return relationsOf(entity)
    .filter(({ targetRef }) => missing.has(targetRef))
    .map(({ type, targetRef }) => ({
      rule: 'relation_dangling',
      severity: 'error',
      detail: `${type} ${targetRef}, which does not exist`,
    }));
}

// Owners have a check of their own.
function relationsOf(entity: Entity) {
  return (entity.relations ?? []).filter(r => r.type !== RELATION_OWNED_BY);
}
