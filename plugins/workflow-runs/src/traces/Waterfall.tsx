import { useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TraceSpan } from 'backstage-plugin-workflow-runs-common';
import {
  StatusIcon,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { formatSpanDuration, waterfallOf } from './waterfallRows';

/** A table draws each of its rows: what is more is drawn when it is asked for. */
const PAGE = 200;
/** Deeper spans are not moved further to the right: their names would have no room. */
const MAX_INDENT = 12;

const useStyles = makeStyles(
  theme => ({
    name: { display: 'flex', alignItems: 'center', gap: 6, minWidth: 0 },
    text: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    track: { position: 'relative', height: 12, minWidth: 160 },
    bar: {
      position: 'absolute',
      top: 2,
      height: 8,
      // What took no time can be seen all the same.
      minWidth: 2,
      borderRadius: 2,
      backgroundColor: statusColorsOf(theme).running.fill,
    },
    failed: { backgroundColor: statusColorsOf(theme).failed.fill },
  }),
  { name: 'WorkflowRunsWaterfall' },
);

/** Spans of a trace on one time axis, children below their parents. */
export function Waterfall(props: {
  label: string;
  spans: readonly TraceSpan[];
}) {
  const { label, spans } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  const [most, setMost] = useState(PAGE);
  const rows = useMemo(() => waterfallOf(spans), [spans]);
  const left = rows.length - most;
  return (
    <>
      <DataTable
        label={label}
        items={rows.slice(0, most)}
        idOf={({ span }) => span.id}
        columns={[
          {
            id: 'name',
            label: t('traces.name'),
            width: 320,
            cell: ({ span, depth }) => (
              <span
                className={classes.name}
                style={{ paddingLeft: 12 * Math.min(depth, MAX_INDENT) }}
                title={span.name}
              >
                {span.status === 'error' && (
                  <StatusIcon status="failed" size={14} />
                )}
                <span className={classes.text}>
                  {span.url ? (
                    <Link to={span.url}>{span.name}</Link>
                  ) : (
                    span.name
                  )}
                </span>
              </span>
            ),
          },
          {
            id: 'service',
            label: t('traces.service'),
            width: 140,
            cell: ({ span }) => span.service || '–',
          },
          {
            id: 'time',
            label: t('traces.time'),
            cell: ({ span, offset, width }) => (
              <div className={classes.track} aria-hidden>
                <div
                  className={`${classes.bar} ${
                    span.status === 'error' ? classes.failed : ''
                  }`}
                  style={{
                    left: `${offset * 100}%`,
                    width: `${width * 100}%`,
                  }}
                />
              </div>
            ),
          },
          {
            id: 'duration',
            label: t('traces.duration'),
            number: true,
            width: 100,
            cell: ({ span }) => formatSpanDuration(span.durationNs),
          },
        ]}
      />
      {left > 0 && (
        <TextButton
          size="small"
          style={{ margin: 8 }}
          onClick={() => setMost(most + PAGE)}
        >
          {t('traces.more', { number: String(Math.min(left, PAGE)) })}
        </TextButton>
      )}
    </>
  );
}
