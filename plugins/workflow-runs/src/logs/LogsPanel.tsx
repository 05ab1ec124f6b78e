import { useMemo, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  hasEnded,
  RowsSkeleton,
  RunSnapshot,
  sizes,
  StaleNote,
  useLogs,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { saveFile } from '../layout/saveFile';
import { filterLogs, LogFilter, logsAsText } from './filterLogs';
import { LogList } from './LogList';
import { LogToolbar, LogView } from './LogToolbar';

const HEIGHT = 320;

/** The log of a run, or of one of its steps. */
export function LogsPanel(props: { snapshot: RunSnapshot; step?: Step }) {
  const { snapshot, step } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ended = hasEnded(run.status);
  const { lines, loading, error, updatedAt, reload } = useLogs(run.id);
  const [filter, setFilter] = useState<LogFilter>({
    level: 'debug',
    step: step?.stepKey,
    itemIndex: step && step.itemIndex >= 0 ? step.itemIndex : undefined,
    search: '',
  });
  const [view, setView] = useState<LogView>({
    // What has ended is read from its start.
    follow: !ended,
    wrap: Boolean(step),
    timestamps: !step,
  });
  const shown = useMemo(() => filterLogs(lines, filter), [lines, filter]);
  const ofScope = useMemo(
    () => filterLogs(lines, { ...filter, level: 'debug', search: '' }),
    [lines, filter],
  );
  const total = step ? ofScope.length : lines.length;

  const body = () => {
    if (loading) return <RowsSkeleton rows={8} rowHeight={sizes.logRow} />;
    if (error && lines.length === 0) {
      return (
        <ErrorState
          dense
          error={error}
          title={t('logs.error')}
          onRetry={reload}
        />
      );
    }
    if (total === 0) {
      return (
        <EmptyState dense title={ended ? t('logs.empty') : t('logs.emptyLive')}>
          {t('logs.emptyHint')}
        </EmptyState>
      );
    }
    if (shown.length === 0) {
      return <EmptyState dense title={t('logs.noMatch')} />;
    }
    return (
      <LogList
        lines={shown}
        follow={view.follow}
        onFollow={follow => setView(before => ({ ...before, follow }))}
        wrap={view.wrap}
        timestamps={view.timestamps}
        showSource={!step}
        height={HEIGHT}
      />
    );
  };

  return (
    <div style={{ padding: step ? 8 : '12px 20px 16px' }}>
      <LogToolbar
        filter={filter}
        onFilter={change => setFilter(before => ({ ...before, ...change }))}
        view={view}
        onView={change => setView(before => ({ ...before, ...change }))}
        steps={steps}
        fixedStep={Boolean(step)}
        counts={{ shown: shown.length, total }}
        text={() => logsAsText(shown)}
        onDownload={() =>
          saveFile(
            new Blob([logsAsText(shown)], { type: 'text/plain' }),
            `${[run.id, step?.stepKey].filter(Boolean).join('-')}.log`,
          )
        }
      />
      {Boolean(error) && lines.length > 0 && (
        <StaleNote since={updatedAt} error={error} onRetry={reload} />
      )}
      <div style={{ minHeight: HEIGHT, marginTop: 8 }}>{body()}</div>
    </div>
  );
}
