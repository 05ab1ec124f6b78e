import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { CatalogReader } from './catalogReader';
import { CatalogHealthContext, CatalogHealthOutputs } from './definition';

export const countEntities =
  (catalog: CatalogReader) =>
  async (
    context: CatalogHealthContext,
  ): Promise<CatalogHealthOutputs['count_entities']> => {
    const { input, logger, signal } = context;
    const byKind: Record<string, number> = {};
    for (const kind of new Set(input.kinds)) {
      signal.throwIfAborted();
      byKind[kind] = await catalog.count(kind);
      if (byKind[kind] > 0) logger.info(`${kind}: ${byKind[kind]} entities`);
      else logger.warn(`${kind}: the catalog holds no such entity`);
    }
    const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
    if (total === 0) {
      throw new StepFailure(
        'validation_failed',
        `The catalog holds no entity of the kinds ${input.kinds.join(', ')}`,
        { code: 'nothing_to_check' },
      );
    }
    return { total, byKind };
  };
