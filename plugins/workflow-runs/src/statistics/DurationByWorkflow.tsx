import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { fewStyle } from './charts/outcomeStyle';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { only } from './runsQuery';
import { enough } from './samples';
import { slowestWorkflows, workflowSlowness } from './workflowRanks';

/** How long the runs of each workflow take, the longest first. */
export function DurationByWorkflow(props: PartProps) {
  const { statistics, runsHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const workflows = slowestWorkflows(statistics.workflows);
  const longest = Math.max(
    1,
    ...workflows.map(({ figures }) => workflowSlowness(figures)),
  );
  const told = (ms: number | undefined) =>
    ms === undefined ? '–' : formats.duration(ms);
  const hasFew = workflows.some(({ figures }) => !enough(figures.duration));
  return (
    <RankedCard
      title={t('statistics.byWorkflow.duration')}
      scope={t('statistics.slowest.scope')}
      note={hasFew ? t('statistics.slowest.note') : undefined}
      empty={{
        title: t('statistics.byWorkflow.noDuration'),
        hint: t('statistics.byWorkflow.noDurationHint'),
      }}
      column={t('statistics.columns.workflow')}
      columns={[
        { label: 'p95', width: 84 },
        { label: 'n', width: 56 },
      ]}
      rows={workflows.map(({ workflow, figures }) => {
        const quantiles = enough(figures.duration);
        return {
          id: workflow.id,
          name: workflow.title,
          href: runsHref({
            workflow: only(workflow.ref),
            status: 'completed',
            sort: '-duration',
          }),
          bars: [
            {
              share: workflowSlowness(figures) / longest,
              style: quantiles
                ? { backgroundColor: colors.running.fill }
                : fewStyle(colors),
            },
          ],
          mark: quantiles ? quantiles.p50Ms / longest : undefined,
          cells: [
            told(quantiles?.p95Ms),
            formats.number(figures.duration?.n ?? 0),
          ],
        };
      })}
      more={{
        columns: [
          'p50',
          t('statistics.columns.mean'),
          t('statistics.columns.longest'),
        ],
        cellsOf: id => {
          const { duration } = workflows.find(
            ({ workflow }) => workflow.id === id,
          )!.figures;
          return [
            told(enough(duration)?.p50Ms),
            told(duration?.meanMs),
            told(duration?.maxMs),
          ];
        },
      }}
    />
  );
}
