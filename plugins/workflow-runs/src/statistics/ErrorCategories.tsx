import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { formatPercent } from '../layout/formatPercent';
import { RankedCard } from './RankedCard';
import { outcomeStyle } from './charts/outcomeStyle';
import { PartProps } from './parts';

/** What runs failed of; each leads to the runs that did. */
export function ErrorCategories(props: PartProps) {
  const { statistics, runsHref } = props;
  const { errors, total } = statistics;
  const words = useWords();
  const colors = useStatusColors();
  const formats = useFormats();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const most = Math.max(1, ...errors.map(({ count }) => count));
  return (
    <RankedCard
      title={t('statistics.causes.title')}
      scope={t('statistics.causes.scope', { count: total.failed })}
      note={t('statistics.causes.note')}
      empty={{
        title: t('statistics.causes.empty'),
        hint: t('statistics.causes.emptyHint'),
      }}
      column={t('statistics.columns.category')}
      columns={[
        { label: t('statistics.columns.runs'), width: 56 },
        { label: t('statistics.columns.share'), width: 56 },
      ]}
      rows={errors.map(({ category, count }) => ({
        id: category,
        name: words('category', category),
        href: runsHref({ status: 'failed', errorCategory: category }),
        bars: [{ share: count / most, style: outcomeStyle('failed', colors) }],
        cells: [
          formats.number(count),
          formatPercent(total.failed === 0 ? null : count / total.failed),
        ],
      }))}
    />
  );
}
