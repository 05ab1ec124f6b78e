import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  statusColorsOf,
  useStatusColors,
  useWords,
} from 'backstage-plugin-workflow-runs-react';
import { outcomeStyle } from './outcomeStyle';
import { RunsSummary } from './summarizeRuns';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 16px',
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    item: { display: 'inline-flex', alignItems: 'center', gap: 6 },
    swatch: {
      width: 10,
      height: 10,
      boxSizing: 'border-box',
      borderRadius: sizes.radius.bar,
    },
  }),
  { name: 'WorkflowRunsBarLegend' },
);

/** What the bars mean, with how many there are of each. */
export function BarLegend(props: { summary: RunsSummary }) {
  const { summary } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const words = useWords();
  return (
    <div className={classes.root}>
      {(['completed', 'failed', 'canceled'] as const)
        .filter(status => summary[status] > 0)
        .map(status => (
          <span key={status} className={classes.item}>
            <span
              className={classes.swatch}
              style={outcomeStyle(status, colors)}
            />
            {words('status', status)} {summary[status]}
          </span>
        ))}
    </div>
  );
}
