import { useEffect, useMemo, useRef, useState } from 'react';
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
import { logFileOf } from './logFile';
import { LinkedLineNote } from './LinkedLineNote';
import { LogList } from './LogList';
import { LogToolbar, LogView } from './LogToolbar';
import { NoLogs } from './NoLogs';
import { useLogSearch } from './useLogSearch';

const HEIGHT = 320;

/** The log of a run, or of one of its steps. */
export function LogsPanel(props: {
  snapshot: RunSnapshot;
  step?: Step;
  /** Number of the line that a link leads to. */
  line?: number;
  /** Makes a link to a line. */
  onLine?: (line: number) => void;
}) {
  const { snapshot, step, line, onLine } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ended = hasEnded(run.status);
  const { lines, loading, error, updatedAt, reload } = useLogs(run.id);
  const all: LogFilter = {
    level: 'debug',
    step: step?.stepKey,
    itemIndex: step && step.itemIndex >= 0 ? step.itemIndex : undefined,
  };
  const [filter, setFilter] = useState(all);
  const [view, setView] = useState<LogView>({
    // What has ended is read from its start, and a link leads to its line.
    follow: !ended && line === undefined,
    wrap: Boolean(step),
    times: step ? 'off' : 'clock',
  });
  const follow = (wanted: boolean) =>
    setView(before => ({ ...before, follow: wanted }));
  const shown = useMemo(() => filterLogs(lines, filter), [lines, filter]);
  const ofScope = useMemo(
    () => filterLogs(lines, { ...filter, level: 'debug' }),
    [lines, filter],
  );
  const search = useLogSearch(shown, () => follow(false));
  const total = step ? ofScope.length : lines.length;
  const linked = useMemo(() => {
    const index = shown.findIndex(each => each.sequence === line);
    return index < 0 ? undefined : index;
  }, [shown, line]);

  const root = useRef<HTMLDivElement>(null);
  const [led] = useState(line !== undefined);
  const leadsHere = led && !loading;
  useEffect(() => {
    // Who follows a link to a line wants to see it, and the log is far down the page.
    if (leadsHere) root.current?.scrollIntoView?.({ block: 'end' });
  }, [leadsHere]);

  const body = () => {
    if (loading) {
      return (
        <RowsSkeleton rows={8} rowHeight={sizes.logRow} onRetry={reload} />
      );
    }
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
    if (total === 0) return <NoLogs run={run} step={step} />;
    if (shown.length === 0) {
      return <EmptyState dense title={t('logs.noMatch')} />;
    }
    return (
      <LogList
        lines={shown}
        follow={view.follow}
        onFollow={follow}
        wrap={view.wrap}
        times={view.times}
        start={run.startedAt ?? run.queuedAt}
        search={search.text}
        current={search.index ?? linked}
        onStep={search.step}
        onLink={
          onLine &&
          (number => {
            follow(false);
            onLine(number);
          })
        }
        showSource={!step}
        height={HEIGHT}
      />
    );
  };

  return (
    <div ref={root} style={{ padding: step ? 8 : '12px 20px 16px' }}>
      <LogToolbar
        filter={filter}
        onFilter={change => setFilter(before => ({ ...before, ...change }))}
        search={search}
        view={view}
        onView={change => setView(before => ({ ...before, ...change }))}
        steps={steps}
        fixedStep={Boolean(step)}
        counts={{ shown: shown.length, total }}
        text={() => logsAsText(shown)}
        onDownload={() =>
          saveFile(
            new Blob([logFileOf(snapshot, step ? ofScope : lines)], {
              type: 'application/x-ndjson',
            }),
            `${[run.id, step?.stepKey].filter(Boolean).join('-')}.jsonl`,
          )
        }
      />
      {Boolean(error) && lines.length > 0 && (
        <StaleNote since={updatedAt} error={error} onRetry={reload} />
      )}
      <LinkedLineNote
        lines={lines}
        line={loading || linked !== undefined ? undefined : line}
        ended={ended}
        onShowAll={() => setFilter(all)}
      />
      <div style={{ minHeight: HEIGHT, marginTop: 8 }}>{body()}</div>
    </div>
  );
}
