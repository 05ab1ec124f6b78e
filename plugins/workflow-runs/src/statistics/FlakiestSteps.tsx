import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StepStatistics } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { fewStyle, outcomeStyle } from './charts/outcomeStyle';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { isFew } from './samples';
import { flakiest, flakinessOf } from './stepRanks';
import { stepId, stepName, stepRunsHref } from './stepWords';

/** The steps that go wrong most often where nobody provided for it. */
export function FlakiestSteps(props: PartProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const steps = flakiest(props.statistics.steps);
  const most = Math.max(...steps.map(flakinessOf));
  const few = ({ occurrences }: StepStatistics) => isFew(occurrences);
  return (
    <RankedCard
      title={t('statistics.flakiest.title')}
      scope={t('statistics.flakiest.scope')}
      note={
        steps.some(few)
          ? t('statistics.flakiest.noteFew')
          : t('statistics.flakiest.note')
      }
      empty={{
        title: t('statistics.flakiest.empty'),
        hint: t('statistics.flakiest.emptyHint'),
      }}
      column={t('statistics.columns.step')}
      columns={[
        { label: t('statistics.columns.per100'), width: 64 },
        { label: 'n', width: 56 },
      ]}
      rows={steps.map(step => ({
        id: stepId(step),
        name: stepName(step, props),
        href: stepRunsHref(step, props, 'failed'),
        bars: [
          {
            share: flakinessOf(step) / most,
            style: few(step)
              ? fewStyle(colors)
              : outcomeStyle('failed', colors),
          },
        ],
        cells: [
          few(step)
            ? '–'
            : formats.number(flakinessOf(step) * 100, {
                maximumFractionDigits: 1,
              }),
          formats.number(step.occurrences),
        ],
      }))}
      more={{
        columns: [
          t('statistics.columns.failures'),
          t('statistics.columns.unexpected'),
        ],
        cellsOf: id => {
          const step = steps.find(each => stepId(each) === id)!;
          return [
            formats.number(step.failures),
            formats.number(step.retries.unexpected),
          ];
        },
      }}
    />
  );
}
