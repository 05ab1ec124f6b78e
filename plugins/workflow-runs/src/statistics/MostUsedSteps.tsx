import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { mostUsed } from './stepRanks';
import { stepId, stepName, stepRunsHref } from './stepWords';

/** The steps that ran in most runs. */
export function MostUsedSteps(props: PartProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const steps = mostUsed(props.statistics.steps);
  const most = Math.max(...steps.map(({ occurrences }) => occurrences));
  return (
    <RankedCard
      title={t('statistics.used.title')}
      empty={{
        title: t('statistics.used.empty'),
        hint: t('statistics.stepsEmptyHint'),
      }}
      column={t('statistics.columns.step')}
      columns={[{ label: t('statistics.columns.occurrences'), width: 72 }]}
      rows={steps.map(step => ({
        id: stepId(step),
        name: stepName(step, props),
        href: stepRunsHref(step, props),
        bars: [
          {
            share: step.occurrences / most,
            style: { backgroundColor: colors.running.fill },
          },
        ],
        cells: [formats.number(step.occurrences)],
      }))}
      more={{
        columns: [t('statistics.columns.failures')],
        cellsOf: id => [
          formats.number(steps.find(each => stepId(each) === id)!.failures),
        ],
      }}
    />
  );
}
