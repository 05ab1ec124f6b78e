import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StepStatistics } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { fewStyle } from './charts/outcomeStyle';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { enough } from './samples';
import { slowest, slownessOf } from './stepRanks';
import { stepId, stepName, stepRunsHref } from './stepWords';

/** The steps that take longest. */
export function SlowestSteps(props: PartProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const steps = slowest(props.statistics.steps);
  const longest = Math.max(1, ...steps.map(slownessOf));
  const p95Of = ({ duration }: StepStatistics) => enough(duration)?.p95Ms;
  const hasFew = steps.some(step => p95Of(step) === undefined);
  const told = (ms: number | undefined) =>
    ms === undefined ? '–' : formats.duration(ms);
  return (
    <RankedCard
      title={t('statistics.slowest.title')}
      scope={t('statistics.slowest.scope')}
      note={hasFew ? t('statistics.slowest.note') : undefined}
      empty={{
        title: t('statistics.slowest.empty'),
        hint: t('statistics.stepsEmptyHint'),
      }}
      column={t('statistics.columns.step')}
      columns={[
        { label: 'p95', width: 84 },
        { label: 'n', width: 56 },
      ]}
      rows={steps.map(step => ({
        id: stepId(step),
        name: stepName(step, props),
        href: stepRunsHref(step, props),
        bars: [
          {
            share: slownessOf(step) / longest,
            style:
              p95Of(step) === undefined
                ? fewStyle(colors)
                : { backgroundColor: colors.running.fill },
          },
        ],
        mark:
          p95Of(step) === undefined
            ? undefined
            : step.duration!.p50Ms / longest,
        cells: [told(p95Of(step)), formats.number(step.duration?.n ?? 0)],
      }))}
      more={{
        columns: ['p50', t('statistics.columns.longest')],
        cellsOf: id => {
          const { duration = null } = steps.find(each => stepId(each) === id)!;
          return [told(enough(duration)?.p50Ms), told(duration?.maxMs)];
        },
      }}
    />
  );
}
