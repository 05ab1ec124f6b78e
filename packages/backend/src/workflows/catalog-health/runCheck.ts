import { Entity } from '@backstage/catalog-model';
import { CatalogReader } from './catalogReader';
import { CatalogHealthContext } from './definition';
import { Existence } from './existence';
import { CheckResult, EntityProblem, FindingsTally } from './findings';

/** How many findings of a check are worth a line of their own in the log. */
const LOGGED_FINDINGS = 20;

/** What is particular about one check. */
export interface Check {
  /** Fields of the entities that it looks at, besides those that make up the ref. */
  fields: readonly string[];
  /** Refs of whatever must exist for the entity to be in order. */
  refersTo?(entity: Entity): string[];
  /** @param missing - those of the refs that lead nowhere */
  findProblems(entity: Entity, missing: ReadonlySet<string>): EntityProblem[];
}

/** Takes a check through the catalog, and tells how far it is and what it finds. */
export async function runCheck(
  context: CatalogHealthContext,
  catalog: CatalogReader,
  check: Check,
): Promise<CheckResult> {
  const { input, outputs, logger, signal } = context;
  const total = outputs.count_entities?.total ?? 0;
  const existence = new Existence(catalog);
  const tally = new FindingsTally();
  let logged = 0;

  const fields = ['kind', 'metadata.namespace', 'metadata.name'];
  const pages = catalog.pages(
    input.kinds,
    [...fields, ...check.fields],
    signal,
  );
  for await (const entities of pages) {
    const missing = await existence.missingOf(
      entities.flatMap(entity => check.refersTo?.(entity) ?? []),
    );
    for (const entity of entities) {
      tally.add(entity, check.findProblems(entity, missing));
    }
    const { checked, findings } = tally.result;
    for (const { entity, detail } of findings.slice(logged, LOGGED_FINDINGS)) {
      logger.warn(`${entity}: ${detail}`);
    }
    logged = findings.length;
    context.progress({
      message: `${checked} of ${total} entities`,
      fraction: Math.min(1, checked / Math.max(1, total)),
    });
  }

  const { checked, errors, warnings } = tally.result;
  if (logged > LOGGED_FINDINGS) {
    logger.info(`${logged - LOGGED_FINDINGS} more findings are in the report`);
  }
  logger.info(`Checked ${checked} entities`, { errors, warnings });
  return tally.result;
}
