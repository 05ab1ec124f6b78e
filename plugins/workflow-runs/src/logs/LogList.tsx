import { useEffect, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { LogRow } from './LogRow';

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
  timestamps: boolean;
  showSource: boolean;
  height: number;
}) {
  const { lines, follow, onFollow, wrap, timestamps, showSource } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const scroll = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => sizes.logRow,
    getItemKey: index => lines[index].sequence,
    overscan: 20,
    initialRect: { width: 800, height: props.height },
  });
  const total = virtual.getTotalSize();

  useEffect(() => {
    virtual.measure();
    // Wrapping changes the height of every line.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wrap, timestamps]);

  useEffect(() => {
    const element = scroll.current;
    if (follow && element) element.scrollTop = element.scrollHeight;
  }, [follow, lines, total]);

  return (
    <div className={classes.frame}>
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
        onScroll={event => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const up = scrollTop < lastTop.current - 1;
          lastTop.current = scrollTop;
          const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
          if (up && !atEnd && follow) onFollow(false);
        }}
      >
        <div style={{ height: total, position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => (
            <LogRow
              key={key}
              ref={virtual.measureElement}
              line={lines[index]}
              index={index}
              top={start}
              wrap={wrap}
              timestamps={timestamps}
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
