import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ALERT_THRESHOLDS,
  AlertKind,
  AlertRule,
  AlertScope,
} from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { spanWords } from './draft';

/** How values and conditions of rules are called. */
export function useAlertWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const value = (kind: AlertKind, of: number): string => {
    switch (ALERT_THRESHOLDS[kind].unit) {
      case 'percent':
        return `${formats.number(of, { maximumFractionDigits: 1 })} %`;
      case 'per_100':
        return formats.number(of, { maximumFractionDigits: 1 });
      default:
        return formats.duration(of);
    }
  };
  /** What is set is round, and reads better without zeros. */
  const bound = (kind: AlertKind, of: number) =>
    ALERT_THRESHOLDS[kind].unit === 'ms' ? spanWords(of) : value(kind, of);
  const many = (values: readonly string[]) =>
    values.length === 1
      ? values[0]
      : t('alerts.more', { first: values[0], count: values.length - 1 });
  return {
    value,
    bound,
    /** What a rule waits for, in a sentence. */
    says: ({
      kind,
      threshold,
      windowMs,
      forMs,
    }: Pick<AlertRule, 'kind' | 'threshold' | 'windowMs' | 'forMs'>) => {
      const said =
        windowMs === null
          ? t(`alerts.says.${kind as 'queue_age'}`, {
              threshold: bound(kind, threshold),
            })
          : t('alerts.says.window', {
              kind: t(`alerts.kinds.${kind}`),
              threshold: bound(kind, threshold),
              window: spanWords(windowMs),
            });
      return forMs === 0
        ? said
        : `${said}, ${t('alerts.says.for', {
            duration: spanWords(forMs),
          })}`;
    },
    /** Of which runs it is. */
    scope: (scope: AlertScope, viewName: string | null) => {
      if ('viewId' in scope) {
        return t('alerts.says.view', { name: viewName ?? scope.viewId });
      }
      const environments = scope.environments
        ? many(scope.environments)
        : t('alerts.says.allEnvironments');
      return `${many(scope.workflows)} · ${environments}`;
    },
  };
}
