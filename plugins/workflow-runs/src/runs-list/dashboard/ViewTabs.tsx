import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunCount, RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  Tone,
  useFormats,
  useRunCounts,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LineTabs } from '../../layout/LineTabs';
import { STATUSES, View, VIEWS } from '../address/views';
import { countWords } from './countWords';

export const TABS = 'workflow-runs-views';

const tones: Partial<Record<View, Tone>> = {
  active: 'running',
  failed: 'failed',
  slow: 'waiting',
  waiting: 'waiting',
};

/** The views, each with how many runs it holds under the reader's other filters. */
export function ViewTabs(props: {
  view: View;
  /** What the list of a view asks for. */
  runFilterOf: (view: View) => RunFilter;
  /** Who reads; until then nobody knows what waits for them. */
  meIsKnown: boolean;
  onChange: (view: View) => void;
}) {
  const { view, runFilterOf, meIsKnown, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  // One request tells of all statuses; the views that are about something else need one each.
  const { status: _, ...anyStatus } = runFilterOf('active');
  const byStatus = useRunCounts(anyStatus);
  const slow = useRunCounts(runFilterOf('slow'));
  const waiting = useRunCounts(runFilterOf('waiting'), { enabled: meIsKnown });
  const countOf = (id: View): RunCount | undefined => {
    switch (id) {
      case 'all':
        return undefined;
      case 'slow':
        return slow.countOf();
      case 'waiting':
        return meIsKnown ? waiting.countOf() : undefined;
      default:
        return byStatus.countOf(STATUSES[id]);
    }
  };
  return (
    <LineTabs
      label={t('list.views.label')}
      idPrefix={TABS}
      value={view}
      onChange={onChange}
      tabs={VIEWS.map(id => {
        const count = countOf(id);
        return {
          id,
          label: t(`list.views.${id}`),
          count: count && countWords(count, formats.locale),
          tone: count?.count ? tones[id] : undefined,
        };
      })}
    />
  );
}
