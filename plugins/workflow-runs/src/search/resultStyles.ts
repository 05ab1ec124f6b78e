import { makeStyles } from '@material-ui/core/styles';
import {
  monospace,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';

export const useResultStyles = makeStyles(
  theme => ({
    body: { minWidth: 0, flex: 1, display: 'grid', gap: 4 },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 8px',
      fontSize: 16,
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    text: {
      margin: 0,
      fontSize: 13,
      lineHeight: '20px',
      color: theme.palette.text.primary,
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 3,
      overflow: 'hidden',
      overflowWrap: 'anywhere',
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    id: { fontFamily: monospace, fontSize: 12, overflowWrap: 'anywhere' },
  }),
  { name: 'WorkflowRunsSearchResult' },
);
