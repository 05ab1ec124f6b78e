import { CatalogHealthContext, CatalogHealthOutputs } from './definition';
import { toCsv } from './report/csv';
import { toHtml } from './report/html';
import { checksOf } from './score';

export const writeReport =
  (now: () => Date = () => new Date()) =>
  async (
    context: CatalogHealthContext,
  ): Promise<CatalogHealthOutputs['write_report']> => {
    const { runId, outputs, artifacts, logger } = context;
    const findings = checksOf(outputs).flatMap(check => check.findings);
    const files = [
      {
        name: 'catalog-health.csv',
        contentType: 'text/csv',
        content: toCsv(findings),
      },
      {
        name: 'catalog-health.html',
        contentType: 'text/html',
        content: toHtml({
          runId,
          writtenAt: now(),
          counts: outputs.count_entities!,
          score: outputs.score!,
          findings,
        }),
      },
    ];
    for (const file of files) {
      await artifacts.add(file);
      logger.info(`Wrote ${file.name}`, { characters: file.content.length });
    }
    return { files: files.map(({ name }) => name) };
  };
