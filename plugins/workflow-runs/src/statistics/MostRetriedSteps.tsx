import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { outcomeStyle } from './charts/outcomeStyle';
import { retriesOf } from './figures';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { mostRetried } from './stepRanks';
import { stepId, stepName, stepRunsHref } from './stepWords';

/** The steps with most retries: those that their policy provides for, and those that it does not. */
export function MostRetriedSteps(props: PartProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const steps = mostRetried(props.statistics.steps);
  const most = Math.max(1, ...steps.map(({ retries }) => retriesOf(retries)));
  return (
    <RankedCard
      title={t('statistics.retried.title')}
      note={t('statistics.retried.note')}
      empty={{
        title: t('statistics.retried.empty'),
        hint: t('statistics.retried.emptyHint'),
      }}
      column={t('statistics.columns.step')}
      columns={[
        { label: t('statistics.columns.expected'), width: 72 },
        { label: t('statistics.columns.unexpected'), width: 84 },
      ]}
      rows={steps.map(step => ({
        id: stepId(step),
        name: stepName(step, props),
        href: stepRunsHref(step, props),
        bars: [
          {
            share: step.retries.expected / most,
            style: { backgroundColor: colors.running.fill },
          },
          {
            share: step.retries.unexpected / most,
            style: outcomeStyle('failed', colors),
          },
        ],
        cells: [
          formats.number(step.retries.expected),
          formats.number(step.retries.unexpected),
        ],
      }))}
      more={{
        columns: [
          t('statistics.columns.per100'),
          t('statistics.columns.occurrences'),
        ],
        cellsOf: id => {
          const step = steps.find(each => stepId(each) === id)!;
          return [
            step.occurrences === 0
              ? '–'
              : formats.number(
                  (retriesOf(step.retries) / step.occurrences) * 100,
                  { maximumFractionDigits: 1 },
                ),
            formats.number(step.occurrences),
          ];
        },
      }}
    />
  );
}
