import { makeStyles } from '@material-ui/core/styles';
import { statusColorsOf } from 'backstage-plugin-workflow-runs-react';

export const ROW_HEIGHT = 36;

export const useTableStyles = makeStyles(
  theme => {
    const colors = statusColorsOf(theme);
    return {
      scroll: {
        position: 'relative',
        overflow: 'auto',
        outline: 'none',
        '&:focus-visible': {
          boxShadow: `inset 0 0 0 2px ${theme.palette.primary.main}`,
        },
      },
      columns: {
        display: 'grid',
        minWidth: 1120,
        gridTemplateColumns:
          '76px minmax(180px, 1.4fr) 112px 164px 88px minmax(90px, 0.9fr) minmax(110px, 0.8fr) minmax(110px, 0.7fr) minmax(160px, 1.6fr)',
        padding: '0 8px',
        boxSizing: 'border-box',
      },
      head: {
        position: 'sticky',
        top: 0,
        zIndex: 2,
        minWidth: 1120,
        backgroundColor: theme.palette.background.paper,
      },
      headRow: {
        height: ROW_HEIGHT,
        borderBottom: `1px solid ${colors.skipped.line}`,
        fontSize: 12,
        color: colors.quiet,
      },
      body: { position: 'relative', minWidth: 1120 },
      sort: {
        display: 'inline-flex',
        alignItems: 'center',
        gap: 4,
        height: 28,
        margin: '0 -6px',
        padding: '0 6px',
        border: 'none',
        background: 'none',
        font: 'inherit',
        fontWeight: 500,
        color: 'inherit',
        cursor: 'pointer',
        '&:hover': { color: theme.palette.text.primary },
      },
      row: {
        position: 'absolute',
        top: 0,
        left: 0,
        width: '100%',
        height: ROW_HEIGHT,
        fontSize: 13,
        cursor: 'pointer',
        borderBottom: `1px solid ${colors.skipped.wash}`,
        '&:hover': { backgroundColor: theme.palette.action.hover },
      },
      selected: {
        '&, &:hover': { backgroundColor: colors.selected },
        boxShadow: `inset 3px 0 0 ${theme.palette.primary.main}`,
      },
      active: { outline: `1px dashed ${colors.control}`, outlineOffset: -1 },
      cell: {
        alignSelf: 'center',
        padding: '0 12px',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        '&:first-child, &:nth-child(5)': { textAlign: 'right' },
      },
    };
  },
  { name: 'WorkflowRunsStepTable' },
);
