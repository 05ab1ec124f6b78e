import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

/** How the parts of the statistics lie. */
export const useStatisticsStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    '@keyframes appear': { from: { opacity: 0 } },
    // What is chosen is on its way: a line says so where it takes long enough to wonder. Dimmed, it could not be read.
    changing: {
      position: 'absolute',
      top: -7,
      left: 0,
      right: 0,
      height: 2,
      backgroundColor: theme.palette.primary.main,
      animation: '$appear 1ms 400ms backwards',
    },
    content: { position: 'relative' },
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
      alignItems: 'start',
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
