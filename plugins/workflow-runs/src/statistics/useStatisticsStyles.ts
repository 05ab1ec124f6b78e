import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

/** How the parts of the statistics lie. */
export const useStatisticsStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    // What is shown is of another time than what is chosen: it is on its way.
    changing: { opacity: 0.6 },
    pair: {
      display: 'grid',
      gridTemplateColumns:
        'repeat(auto-fit, minmax(min(100%, max(360px, 40%)), 1fr))',
      gap: sizes.cardGap,
    },
    // Of tables, which need more room than charts.
    tables: {
      display: 'grid',
      gridTemplateColumns:
        'repeat(auto-fit, minmax(min(100%, max(480px, 40%)), 1fr))',
      gap: sizes.cardGap,
      // There may be nothing to compare.
      '&:empty': { display: 'none' },
    },
    note: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsStatistics' },
);
