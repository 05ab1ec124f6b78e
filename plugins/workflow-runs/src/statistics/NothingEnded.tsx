import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RowsSkeleton,
  useFormats,
  useRunCounts,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { countWords } from '../runs-list/dashboard/countWords';

const ENDED = ['completed', 'failed', 'canceled'] as const;

/** There is nothing to sum up: says whether there are no runs at all, or only some that go on or ended before. */
export function NothingEnded(props: {
  /** Which runs it is about, whenever they were. */
  filter: RunFilter;
  allHref: string;
}) {
  const { filter, allHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { locale } = useFormats();
  const counts = useRunCounts(filter);
  const all = counts.countOf();
  const ended = counts.countOf(ENDED);
  if (!all && !counts.error) {
    return (
      <Card>
        <RowsSkeleton rows={3} rowHeight={40} />
      </Card>
    );
  }
  const words = () => {
    if (!all || !ended) {
      return [t('statistics.empty.title'), t('statistics.empty.hint')];
    }
    if (all.count === 0) {
      return [t('statistics.empty.noRuns'), t('statistics.empty.noRunsHint')];
    }
    return ended.count === 0
      ? [
          t('statistics.empty.onlyOpen'),
          t('statistics.empty.onlyOpenHint', { runs: countWords(all, locale) }),
        ]
      : [
          t('statistics.empty.title'),
          t('statistics.empty.otherTime', { runs: countWords(ended, locale) }),
        ];
  };
  const [title, hint] = words();
  return (
    <Card>
      <EmptyState
        title={title}
        actions={<Link to={allHref}>{t('statistics.toRuns')}</Link>}
      >
        {hint}
      </EmptyState>
    </Card>
  );
}
