import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  durationToMs,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useWords,
  useWorkflows,
  Vocabulary,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../../layout/entityName';
import { valuesOf } from '../address/values';
import { FilterId } from './filterKinds';
import { PRESETS } from './presets';

const vocabularies: Partial<Record<FilterId, Vocabulary>> = {
  status: 'status',
  priority: 'priority',
  triggerType: 'trigger',
  errorCategory: 'category',
  engine: 'engine',
  sla: 'sla',
  hitl: 'hitl',
};

/** Words for filters and their values. */
export function useFilterWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useWords();
  const { workflows } = useWorkflows();

  const valueWords = (id: FilterId, value: string): string => {
    const vocabulary = vocabularies[id];
    if (vocabulary) return words(vocabulary, value);
    switch (id) {
      case 'workflow':
        // A link may name a workflow that this reader does not see.
        return workflows.find(each => each.ref === value)?.title ?? value;
      case 'owner':
      case 'startedBy':
      case 'entity':
        return entityName(value);
      case 'backfill':
      case 'needsIntervention':
        return value === 'true' ? t('list.filters.yes') : t('list.filters.no');
      default:
        return value;
    }
  };

  const timeWords = ({ since, from, to }: ViewFilterQuery): string => {
    if (since) {
      return PRESETS.some(preset => preset === since)
        ? t(`list.filters.since.${since as (typeof PRESETS)[number]}`)
        : t('list.filters.last', {
            duration: formats.duration(durationToMs(since)),
          });
    }
    return [
      from &&
        t('list.filters.fromTime', { time: shortTime(from, formats.locale) }),
      to && t('list.filters.toTime', { time: shortTime(to, formats.locale) }),
    ]
      .filter(Boolean)
      .join(' ');
  };

  return {
    label: (id: FilterId) => t(`list.filters.names.${id}`),
    valueWords,
    /** What of a filter is chosen, cut to what a chip can hold. */
    chosen: (filter: ViewFilterQuery, id: FilterId): string => {
      if (id === 'time') return timeWords(filter);
      const values = valuesOf(filter, id);
      const shown = values.slice(0, 2).map(value => valueWords(id, value));
      const rest = values.length - shown.length;
      return `${shown.join(', ')}${rest > 0 ? ` +${rest}` : ''}`;
    },
  };
}

function shortTime(iso: string, locale: string): string {
  return new Date(iso).toLocaleString(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}
