import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { KnownRun, stepIdOf } from 'backstage-plugin-workflow-runs-common';
import { toneOf } from '../status';
import { statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { isRetryable } from './retry';
import { ROW_HEIGHT, TimelineRow } from './TimelineRow';

const MOST_ROWS = 12;
const OVERSCAN = 6;

const useStyles = makeStyles(
  theme => ({
    scroll: {
      overflow: 'auto',
      // Rows are measured as they come in; the browser must not move them on its own.
      overflowAnchor: 'none',
      maxHeight: MOST_ROWS * ROW_HEIGHT,
      borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    list: { position: 'relative', margin: 0, padding: 0, listStyle: 'none' },
  }),
  { name: 'WorkflowRunsExecutionTimeline' },
);

/** The steps of a run in the order of its definition; only those that are in view are there. */
export function ExecutionTimeline(props: {
  snapshot: KnownRun;
  onRetry: (actionId: string) => void;
}) {
  const { snapshot, onRetry } = props;
  const { run, steps } = snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => element,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: index => stepIdOf(steps[index]),
    overscan: OVERSCAN,
    initialRect: { width: 600, height: MOST_ROWS * ROW_HEIGHT },
  });

  useEffect(() => {
    const first = steps.findIndex(step =>
      ['failed', 'running'].includes(toneOf(step.status)),
    );
    if (element && first >= MOST_ROWS) {
      virtual.scrollToIndex(first, { align: 'center' });
    }
    // Where it opens; from then on, the reader scrolls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [element]);

  return (
    <div
      ref={setElement}
      className={classes.scroll}
      role="region"
      aria-label={t('steps.title')}
      // What scrolls can be scrolled by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <ol className={classes.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <TimelineRow
            key={key}
            ref={virtual.measureElement}
            step={steps[index]}
            index={index}
            count={steps.length}
            top={start}
            retry={
              isRetryable(run, steps[index])
                ? run.allowedActions.retry
                : undefined
            }
            onRetry={onRetry}
          />
        ))}
      </ol>
    </div>
  );
}
