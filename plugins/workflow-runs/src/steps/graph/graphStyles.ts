import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

export const useGraphStyles = makeStyles(
  theme => {
    const colors = statusColorsOf(theme);
    return {
      scroll: {
        position: 'relative',
        overflow: 'auto',
        maxHeight: 596,
        minHeight: 180,
        cursor: 'grab',
        '&:active': { cursor: 'grabbing' },
      },
      /** Takes the room of the scaled canvas. */
      sheet: { position: 'relative', overflow: 'hidden', margin: '0 auto' },
      canvas: { position: 'relative', transformOrigin: '0 0' },
      edges: {
        position: 'absolute',
        left: 0,
        top: 0,
        fill: 'none',
        stroke: colors.control,
        strokeWidth: 1.5,
      },
      strong: { stroke: theme.palette.text.primary, strokeWidth: 2 },
      nodes: { listStyle: 'none', margin: 0, padding: 0 },
      node: { position: 'absolute' },
      button: {
        display: 'flex',
        alignItems: 'center',
        gap: 8,
        width: '100%',
        height: '100%',
        padding: '0 10px',
        boxSizing: 'border-box',
        textAlign: 'left',
        font: 'inherit',
        color: theme.palette.text.primary,
        backgroundColor: theme.palette.background.paper,
        border: '1px solid',
        borderRadius: sizes.radius.card,
        cursor: 'pointer',
        '&:hover': { boxShadow: theme.shadows[2] },
        '&[aria-pressed="true"]': {
          boxShadow: `0 0 0 2px ${theme.palette.primary.main}`,
        },
        '&:focus-visible': {
          outline: `2px solid ${theme.palette.primary.main}`,
          outlineOffset: 2,
        },
      },
      words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
      name: {
        fontSize: 13,
        lineHeight: '18px',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
      },
      note: {
        fontSize: 11,
        lineHeight: '14px',
        whiteSpace: 'nowrap',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        fontVariantNumeric: 'tabular-nums',
      },
    };
  },
  { name: 'WorkflowRunsGraph' },
);
