import { useRef, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { NativeEvent } from './nativeEvent';
import { NativeEventRow, useNativeColumns } from './NativeEventRow';

const ROW = 32;
const TALLEST = 520;

const useStyles = makeStyles(
  theme => ({
    head: {
      alignItems: 'center',
      height: sizes.tableHead,
      fontSize: 12,
      fontWeight: 500,
      color: statusColorsOf(theme).quiet,
      borderBottom: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    number: { textAlign: 'right' },
    scroll: { overflow: 'auto', overflowAnchor: 'none' },
    list: {
      position: 'relative',
      margin: 0,
      padding: 0,
      listStyle: 'none',
      '& > li': { position: 'absolute', left: 0, right: 0 },
    },
  }),
  { name: 'WorkflowRunsNativeEventList' },
);

/** Events one below the other; of however many, those are drawn that are in view. */
export function NativeEventList(props: {
  events: readonly NativeEvent[];
  search: string;
}) {
  const { events, search } = props;
  const classes = useStyles();
  const columns = useNativeColumns();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const scroll = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 800, height: TALLEST },
  });
  const toggle = (index: number) =>
    setOpen(before => {
      const next = new Set(before);
      if (!next.delete(index)) next.add(index);
      return next;
    });
  return (
    <div>
      <div className={`${columns.row} ${classes.head}`} aria-hidden>
        <span />
        <span className={classes.number}>{t('native.id')}</span>
        <span>{t('native.at')}</span>
        <span>{t('native.type')}</span>
      </div>
      <div
        ref={scroll}
        className={classes.scroll}
        style={{ maxHeight: TALLEST }}
      >
        <ul
          className={classes.list}
          style={{ height: virtual.getTotalSize() }}
          aria-label={t('tabs.native')}
        >
          {virtual.getVirtualItems().map(({ index, start }) => (
            <li
              key={index}
              data-index={index}
              ref={virtual.measureElement}
              aria-posinset={index + 1}
              aria-setsize={events.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              <NativeEventRow
                event={events[index]}
                search={search}
                open={open.has(index)}
                onToggle={() => toggle(index)}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
