import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  hasEnded,
  RunSnapshot,
  sizes,
  StatusIcon,
  toneOf,
  useFormats,
  useNow,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { stateSegments, stateTotals } from './stateSegments';

const useStyles = makeStyles(
  {
    band: {
      display: 'flex',
      gap: 2,
      height: sizes.band,
      borderRadius: sizes.radius.bar,
      overflow: 'hidden',
      margin: '6px 0 8px',
    },
    legend: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 20px',
      padding: 0,
      margin: 0,
      listStyle: 'none',
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      '& > li': { display: 'flex', alignItems: 'center', gap: 6 },
      '& > li:last-child': { marginLeft: 'auto' },
    },
    swatch: { width: 8, height: 8, borderRadius: 2 },
    length: { fontWeight: 500 },
  },
  { name: 'WorkflowRunsStateBand' },
);

/** The states that a run went through as a band, with their durations below. */
export function StateBand(props: { snapshot: RunSnapshot }) {
  const { run, states } = props.snapshot;
  const classes = useStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const ended = hasEnded(run.status);
  const now = useNow(ended ? null : 1_000);
  const segments = stateSegments(states, now);
  return (
    <div>
      <div className={classes.band} aria-hidden>
        {segments.length === 0 && (
          <span style={{ flex: 1, backgroundColor: colors.track }} />
        )}
        {segments.map((segment, index) => (
          <span
            key={index}
            style={{
              flexGrow: Math.max(segment.ms, 1),
              flexBasis: 4,
              backgroundColor: colors[toneOf(segment.status)].fill,
            }}
          />
        ))}
      </div>
      <ul className={classes.legend} aria-label={t('now.runState')}>
        {stateTotals(segments).map(total => (
          <li key={total.status}>
            <span
              className={classes.swatch}
              style={{ backgroundColor: colors[toneOf(total.status)].fill }}
              aria-hidden
            />
            {words('status', total.status)}{' '}
            <span className={classes.length}>
              {formats.duration(total.ms, total.current ? 'live' : 'exact')}
            </span>
          </li>
        ))}
        <li>
          <StatusIcon status={run.status} />
          {words('status', run.status)}
        </li>
      </ul>
    </div>
  );
}
