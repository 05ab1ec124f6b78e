import { z } from 'zod';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/** How many findings a check keeps: its output is stored with the run, and should stay small. */
export const MAX_FINDINGS = 500;

export const findingSchema = z.object({
  entity: z.string(),
  rule: z.enum([
    'owner_missing',
    'owner_unknown',
    'owner_is_person',
    'annotation_missing',
    'relation_dangling',
  ]),
  severity: z.enum(['error', 'warning']),
  detail: z.string(),
});
/** One thing that is wrong with one entity. */
export type Finding = z.infer<typeof findingSchema>;
/** A finding before it is known of which entity. */
export type EntityProblem = Omit<Finding, 'entity'>;

export const checkResultSchema = z.object({
  checked: z.number().int(),
  entitiesWithErrors: z.number().int(),
  entitiesWithWarnings: z.number().int(),
  /** Of all, not only of those kept. */
  errors: z.number().int(),
  warnings: z.number().int(),
  findings: z.array(findingSchema).max(MAX_FINDINGS),
});
/** What one check found in all entities; an entity with an error counts as that only. */
export type CheckResult = z.infer<typeof checkResultSchema>;

/** Adds up what a check finds, entity by entity. */
export class FindingsTally {
  readonly #result: CheckResult = {
    checked: 0,
    entitiesWithErrors: 0,
    entitiesWithWarnings: 0,
    errors: 0,
    warnings: 0,
    findings: [],
  };

  add(entity: Entity, problems: readonly EntityProblem[]): void {
    const result = this.#result;
    const errors = problems.filter(p => p.severity === 'error').length;
    const warnings = problems.length - errors;
    result.checked += 1;
    result.errors += errors;
    result.warnings += warnings;
    if (errors > 0) result.entitiesWithErrors += 1;
    else if (warnings > 0) result.entitiesWithWarnings += 1;

    const room = MAX_FINDINGS - result.findings.length;
    const ref = stringifyEntityRef(entity);
    result.findings.push(
      ...problems.slice(0, room).map(problem => ({ entity: ref, ...problem })),
    );
  }

  get result(): CheckResult {
    return this.#result;
  }
}
