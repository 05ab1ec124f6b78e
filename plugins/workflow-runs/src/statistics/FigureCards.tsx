import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Sparkline } from './charts/Sparkline';
import { FigureId, FigureKind, FIGURES, figuresShown } from './figures';
import { PartProps } from './parts';
import { Gauge } from './charts/Gauge';
import { timeBefore } from './timeBefore';
import { useFigureWords } from './useFigureWords';

/** What one figure takes, so that nothing moves once it is known. */
export const FIGURE_HEIGHT = 154;
/** With fewer points a line tells nothing. */
const LEAST_POINTS = 3;
const SPARK_HEIGHT = 26;

export const useFigureStyles = makeStyles(
  theme => ({
    clip: { overflow: 'hidden' },
    figures: {
      display: 'flex',
      flexWrap: 'wrap',
      // The lines above the first row and before the first column fall off the edge.
      margin: '-1px 0 0 -1px',
      '& > *': {
        flex: '1 1 148px',
        boxSizing: 'border-box',
        minHeight: FIGURE_HEIGHT,
        padding: '12px 14px',
        borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
        borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
    },
    value: {
      margin: '2px 0',
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
      '& a': { color: theme.palette.text.primary },
      '& a:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        borderRadius: sizes.radius.control,
      },
    },
    quiet: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    before: { color: 'inherit' },
    line: { marginTop: 6 },
  }),
  { name: 'WorkflowRunsFigures' },
);

/** The numbers, each beside the time before and with what it is of. */
export function FigureCards(props: PartProps) {
  const { total, previous } = props.statistics;
  const classes = useFigureStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Card label={t('statistics.figures')}>
      <div className={classes.clip}>
        <dl className={classes.figures} style={{ marginBottom: 0 }}>
          {figuresShown(total, previous).map(id => (
            <Figure key={id} id={id} {...props} />
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Figure(props: PartProps & { id: FigureId }) {
  const { id, statistics, runsHref } = props;
  const { total, previous, series } = statistics;
  const classes = useFigureStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFigureWords();
  const { query, readPoint }: FigureKind = FIGURES[id];
  const label = t(`statistics.names.${id}`);
  const value = words.valueOf(id, total);
  const change = words.changeBetween(id, total, previous);
  const points = readPoint ? series.map(readPoint) : [];
  const known = points.filter(point => point !== null).length;
  return (
    <div>
      <dt className={classes.quiet}>{label}</dt>
      <dd className={classes.value}>
        <Link
          to={runsHref(query)}
          aria-label={t('statistics.showRunsOf', { name: label, value })}
        >
          {value}
        </Link>
      </dd>
      <dd
        className={classes.quiet}
        style={change.tone && { color: colors[change.tone].text }}
      >
        {change.text}
      </dd>
      {FIGURES[id].read(previous).value !== null && (
        <dd className={classes.quiet}>
          <Link
            to={runsHref(query, timeBefore(statistics))}
            className={classes.before}
          >
            {t('statistics.before', { value: words.valueOf(id, previous) })}
          </Link>
        </dd>
      )}
      <dd className={classes.quiet}>{words.noteOf(id, total)}</dd>
      {id === 'sla' && total.sla.rate !== null && (
        <dd className={classes.line} style={{ margin: '10px 0 0' }}>
          <Gauge
            label={label}
            value={total.sla.rate}
            text={value}
            before={previous.sla.rate}
          />
        </dd>
      )}
      {id !== 'sla' && known >= LEAST_POINTS && (
        <dd aria-hidden className={classes.line} style={{ marginLeft: 0 }}>
          <Sparkline values={points} height={SPARK_HEIGHT} />
        </dd>
      )}
    </div>
  );
}
