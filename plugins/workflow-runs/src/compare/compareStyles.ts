import { makeStyles } from '@material-ui/core/styles';
import {
  monospace,
  sizes,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';

export const useCompareStyles = makeStyles(
  theme => {
    const colors = statusColorsOf(theme);
    const line = `1px solid ${colors.skipped.line}`;
    return {
      bar: {
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 12,
        padding: '10px 20px',
        borderBottom: line,
      },
      title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
      quiet: { fontSize: 12, color: colors.quiet },
      only: {
        display: 'inline-flex',
        alignItems: 'center',
        gap: 6,
        marginLeft: 'auto',
        fontSize: 13,
      },
      scroll: { overflowX: 'auto' },
      table: {
        width: '100%',
        minWidth: 720,
        borderCollapse: 'collapse',
        tableLayout: 'fixed',
        fontSize: 13,
        '& thead th': {
          height: sizes.tableHead,
          padding: '0 20px',
          textAlign: 'left',
          fontSize: 12,
          fontWeight: 500,
          color: colors.quiet,
          borderBottom: line,
        },
        '& tbody td, & tbody th': {
          padding: '8px 20px',
          textAlign: 'left',
          verticalAlign: 'top',
          borderBottom: `1px solid ${colors.skipped.wash}`,
        },
      },
      stepColumn: { width: sizes.stepName },
      differsColumn: { width: '34%' },
      name: { fontWeight: 400, overflowWrap: 'anywhere' },
      same: { color: colors.quiet },
      different: {
        '& > th': {
          fontWeight: 500,
          boxShadow: `inset 3px 0 0 ${colors.waiting.fill}`,
        },
      },
      side: {
        display: 'flex',
        alignItems: 'center',
        gap: 8,
        height: 20,
        fontVariantNumeric: 'tabular-nums',
      },
      run: { width: 10, fontSize: 12, color: colors.quiet },
      track: {
        flex: 1,
        height: 8,
        borderRadius: sizes.radius.bar,
        backgroundColor: colors.skipped.wash,
      },
      fill: {
        display: 'block',
        height: '100%',
        borderRadius: sizes.radius.bar,
      },
      duration: {
        width: 76,
        flex: 'none',
        textAlign: 'right',
        fontSize: 12,
        whiteSpace: 'nowrap',
      },
      differences: {
        margin: 0,
        padding: 0,
        listStyle: 'none',
        fontSize: 12,
        lineHeight: '18px',
        overflowWrap: 'anywhere',
      },
      strong: { fontWeight: 500 },
      error: { color: colors.failed.text },
      more: { display: 'flex', justifyContent: 'center', padding: 8 },
      body: { padding: '4px 20px 12px' },
      values: {
        width: '100%',
        borderCollapse: 'collapse',
        tableLayout: 'fixed',
        fontSize: 12,
        '& th': {
          padding: '8px 12px 8px 0',
          textAlign: 'left',
          fontWeight: 500,
          color: colors.quiet,
          borderBottom: line,
        },
        '& td': {
          padding: '8px 12px 8px 0',
          verticalAlign: 'top',
          borderBottom: `1px solid ${colors.skipped.wash}`,
          overflowWrap: 'anywhere',
        },
      },
      pointer: { fontFamily: monospace, fontSize: 12 },
      kind: { whiteSpace: 'nowrap' },
      value: {
        fontFamily: monospace,
        fontSize: 12,
        lineHeight: '18px',
        padding: '2px 6px',
        borderRadius: sizes.radius.control,
        backgroundColor: colors.well,
      },
      removed: {
        backgroundColor: colors.failed.wash,
        color: colors.failed.text,
      },
      added: {
        backgroundColor: colors.completed.wash,
        color: colors.completed.text,
      },
    };
  },
  { name: 'WorkflowRunsCompare' },
);
