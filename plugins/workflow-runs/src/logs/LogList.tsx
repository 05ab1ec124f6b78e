import { useEffect, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { logsAsText } from './filterLogs';
import { LogRow } from './LogRow';
import { LogTimes } from './logTimes';
import { useCopiedLines } from './useCopiedLines';

/** So near the end counts as the end. */
const NEAR_PX = 24;

const useStyles = makeStyles(
  theme => ({
    frame: { position: 'relative' },
    scroll: {
      overflow: 'auto',
      // Rows are measured as they come in; the browser must not move them on its own.
      overflowAnchor: 'none',
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).well,
      padding: '4px 0',
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    resume: {
      position: 'absolute',
      right: 16,
      bottom: 12,
      borderRadius: sizes.radius.pill,
      backgroundColor: theme.palette.background.paper,
      color: theme.palette.text.primary,
      '&:hover': { backgroundColor: theme.palette.background.default },
    },
  }),
  { name: 'WorkflowRunsLogList' },
);

/** Lines of a log. While it follows, the latest line stays in view; scrolling up stops that. */
export function LogList(props: {
  lines: LogLine[];
  follow: boolean;
  onFollow: (follow: boolean) => void;
  wrap: boolean;
  times: LogTimes;
  /** When the run began. */
  start: string;
  search: string;
  /** Index of the line that a link or a search has led to. */
  current: number | undefined;
  onStep: (by: 1 | -1) => void;
  onLink?: (line: number) => void;
  showSource: boolean;
  height: number;
}) {
  const { lines, follow, onFollow, wrap, times, showSource } = props;
  const { start, search, current, onStep, onLink } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const scroll = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const { kept, onCopy } = useCopiedLines(scroll, (from, to) =>
    logsAsText(lines.slice(from, to + 1)),
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    // Exact where lines are not wrapped: a message may have lines of its own.
    estimateSize: index => sizes.logRow * heightOf(lines[index].message),
    getItemKey: index => lines[index].sequence,
    overscan: 8,
    rangeExtractor: range => {
      const seen = new Set([...defaultRangeExtractor(range), ...kept]);
      return [...seen]
        .filter(index => index < lines.length)
        .sort((a, b) => a - b);
    },
    initialRect: { width: 800, height: props.height },
  });
  const total = virtual.getTotalSize();

  useEffect(() => {
    virtual.measure();
    // Wrapping changes the height of every line.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wrap, times]);

  useEffect(() => {
    if (current !== undefined) {
      virtual.scrollToIndex(current, { align: 'center' });
    }
    // Once for each line that is led to; the reader scrolls on from there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);

  useEffect(() => {
    const element = scroll.current;
    if (follow && element) element.scrollTop = element.scrollHeight;
  }, [follow, lines, total]);

  return (
    <div className={classes.frame}>
      {/* It scrolls, so that it has the focus, and keys that go from match to match. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroll}
        role="log"
        // Each line would be read out; the run's turns are announced elsewhere.
        aria-live="off"
        aria-label={t('logs.label')}
        className={classes.scroll}
        style={{ height: props.height }}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onCopy={onCopy}
        onKeyDown={event => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === 'n') onStep(1);
          if (event.key === 'N') onStep(-1);
        }}
        onScroll={event => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const up = scrollTop < lastTop.current - 1;
          lastTop.current = scrollTop;
          const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
          if (up && !atEnd && follow) onFollow(false);
        }}
      >
        <div style={{ height: total, position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, key, start: top }) => (
            <LogRow
              key={key}
              // How high a line is that is not wrapped is known: to measure it is to lay out anew.
              ref={wrap ? virtual.measureElement : undefined}
              line={lines[index]}
              index={index}
              top={top}
              wrap={wrap}
              times={times}
              start={start}
              search={search}
              current={index === current}
              onLink={onLink}
              linkWord={
                onLink &&
                t('logs.line', { line: String(lines[index].sequence) })
              }
              showSource={showSource}
              runWord={t('logs.run')}
            />
          ))}
        </div>
      </div>
      {!follow && total > props.height && (
        <TextButton
          size="small"
          variant="contained"
          className={classes.resume}
          startIcon={<ArrowDownward style={{ fontSize: 14 }} />}
          onClick={() => onFollow(true)}
        >
          {t('logs.resume')}
        </TextButton>
      )}
    </div>
  );
}

/** How many rows a message takes where it is not wrapped. */
function heightOf(message: string): number {
  return message.split('\n').length;
}
