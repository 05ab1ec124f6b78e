import { CatalogHealthContext, CatalogHealthOutputs } from './definition';
import { CheckResult, Finding } from './findings';

const GOOD = 90;
const FAIR = 70;
const WORST_SHOWN = 10;

type Score = CatalogHealthOutputs['score'];

export function score({ outputs, logger }: CatalogHealthContext): Score {
  const result = scoreOf(checksOf(outputs));
  logger.info(`Score ${result.score} of 100: ${result.grade}`, {
    errors: result.errors,
    warnings: result.warnings,
  });
  return result;
}

/** The results of the checks, in the order in which people read them. */
export function checksOf(
  outputs: Readonly<Partial<CatalogHealthOutputs>>,
): CheckResult[] {
  return [
    outputs.check_owners,
    outputs.check_annotations,
    outputs.check_relations,
  ].filter(check => check !== undefined);
}

/**
 * The share of checks passed, 0 to 100 with one decimal: an entity passes a check without findings,
 * passes half of it with warnings only, and none of it with an error.
 */
export function scoreOf(checks: readonly CheckResult[]): Score {
  const sum = (count: (check: CheckResult) => number) =>
    checks.reduce((total, check) => total + count(check), 0);
  const possible = sum(check => check.checked);
  const lost = sum(
    check => check.entitiesWithErrors + check.entitiesWithWarnings / 2,
  );
  const points = possible === 0 ? 100 : (100 * (possible - lost)) / possible;
  // Rounded down, so that only a flawless catalog reads 100.
  const value = Math.floor(points * 10) / 10;
  return {
    score: value,
    grade: gradeOf(value),
    errors: sum(check => check.errors),
    warnings: sum(check => check.warnings),
    worst: worstOf(checks.flatMap(check => check.findings)),
  };
}

function gradeOf(value: number): Score['grade'] {
  if (value >= GOOD) return 'good';
  return value >= FAIR ? 'fair' : 'poor';
}

function worstOf(findings: readonly Finding[]): Score['worst'] {
  const counts = new Map<string, number>();
  for (const { entity } of findings) {
    counts.set(entity, (counts.get(entity) ?? 0) + 1);
  }
  return [...counts]
    .map(([entity, count]) => ({ entity, findings: count }))
    .sort((a, b) => b.findings - a.findings || a.entity.localeCompare(b.entity))
    .slice(0, WORST_SHOWN);
}
