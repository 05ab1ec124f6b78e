import {
  Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
} from '@backstage/catalog-model';
import { CatalogReader } from './catalogReader';
import { CatalogHealthContext } from './definition';
import { EntityProblem } from './findings';
import { runCheck } from './runCheck';

export const checkOwners =
  (catalog: CatalogReader) => (context: CatalogHealthContext) =>
    runCheck(context, catalog, {
      fields: ['relations'],
      refersTo: ownersOf,
      findProblems: findOwnerProblems,
    });

/** An entity needs an owner that exists; a person is one only until they leave. */
export function findOwnerProblems(
  entity: Entity,
  missing: ReadonlySet<string>,
): EntityProblem[] {
  const owners = ownersOf(entity);
  if (owners.length === 0) {
    return [
      { rule: 'owner_missing', severity: 'error', detail: 'has no owner' },
    ];
  }
  return owners.flatMap((owner): EntityProblem[] => {
    if (missing.has(owner)) {
      return [
        {
          rule: 'owner_unknown',
          severity: 'error',
          detail: `is owned by ${owner}, which does not exist`,
        },
      ];
    }
    if (parseEntityRef(owner).kind.toLocaleLowerCase('en-US') !== 'user') {
      return [];
    }
    return [
      {
        rule: 'owner_is_person',
        severity: 'warning',
        detail: `is owned by ${owner}, a person; a team outlives its members`,
      },
    ];
  });
}

function ownersOf(entity: Entity): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
}
