import { Entity } from '@backstage/catalog-model';
import { CatalogReader } from './catalogReader';
import { CatalogHealthContext } from './definition';
import { EntityProblem } from './findings';
import { runCheck } from './runCheck';

export const checkAnnotations =
  (catalog: CatalogReader) => (context: CatalogHealthContext) =>
    runCheck(context, catalog, {
      fields: ['metadata.annotations'],
      findProblems: entity =>
        findAnnotationProblems(entity, context.input.requiredAnnotations),
    });

/** An annotation without a value is as good as none. */
export function findAnnotationProblems(
  entity: Entity,
  required: readonly string[],
): EntityProblem[] {
  const annotations = entity.metadata.annotations ?? {};
  return required
    .filter(name => !annotations[name]?.trim())
    .map(name => ({
      rule: 'annotation_missing',
      severity: 'error',
      detail: `lacks the annotation ${name}`,
    }));
}
