import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Slo, SloBurn } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** How objectives are written. */
export function useSloWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const count = (value: number) =>
    formats.number(value, { maximumFractionDigits: 1 });
  /** Targets are met or missed by hundredths of a percent: rounded up, one that is missed would read as met. */
  const share = (value: number) =>
    `${formats.number(Math.floor(value * 1e4 + 1e-6) / 100, {
      maximumFractionDigits: 2,
    })} %`;
  const targets = ({ target, durationMs }: Slo) => ({
    target: `${formats.number(target * 100, { maximumFractionDigits: 5 })} %`,
    duration: durationMs === null ? '' : formats.duration(durationMs),
  });
  const within = (slo: Slo, objective: string) =>
    slo.environment === null
      ? objective
      : t('slos.in', { objective, environment: slo.environment });
  return {
    objective: (slo: Slo) =>
      within(slo, t(`slos.objective.${slo.objective}`, targets(slo))),
    scope: ({ windowDays, source }: Slo) =>
      t('slos.scope', {
        window: t('slos.window', { count: windowDays }),
        source: t(`slos.source.${source}`),
      }),
    /** Of few runs, no percent. */
    reached: ({ share: reached, severity, good, runs }: Slo) => {
      if (reached === null) return '–';
      return severity === null
        ? t('statistics.having', { having: count(good), of: count(runs) })
        : share(reached);
    },
    good: ({ objective, good, runs }: Slo) =>
      t(`slos.good.${objective}`, { good: count(good), runs: count(runs) }),
    budget: ({ budget, severity }: Slo) => {
      const { total, used, left, leftShare } = budget;
      if (leftShare === null) return t('slos.budgetNone');
      if (severity === null) return t('slos.budgetFew', { count: used });
      if (left < 0) {
        return t('slos.budgetOver', {
          left: count(-left),
          total: count(total),
        });
      }
      if (left === 0) return t('slos.budgetGone', { total: count(total) });
      return t('slos.budgetLeft', {
        share: signedShare(leftShare),
        left: count(left),
        total: count(total),
      });
    },
    left: ({ budget: { leftShare }, severity }: Slo) =>
      leftShare === null || severity === null ? '–' : signedShare(leftShare),
    day: (leftShare: number | null) =>
      leftShare === null ? '–' : signedShare(leftShare),
    rate: ({ rate }: Pick<SloBurn, 'rate'>) =>
      rate === null ? '–' : `${count(rate)}×`,
    burnOf: ({ bad, runs }: SloBurn) =>
      runs === 0
        ? t('slos.burnNone')
        : t('slos.burnOf', { bad: count(bad), runs: count(runs) }),
    count,
  };

  function signedShare(value: number): string {
    const whole = Math.floor(Math.abs(value) * 100 + 1e-6);
    return `${value < 0 ? '−' : ''}${formats.number(whole)} %`;
  }
}
