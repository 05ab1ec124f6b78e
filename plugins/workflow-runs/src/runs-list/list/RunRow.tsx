import { memo } from 'react';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Boundary } from '../../layout/Boundary';
import { ShownColumn } from '../columns/columns';
import { CELLS } from './Cells';
import { RowActions } from './RowActions';

const useStyles = makeStyles(
  theme => ({
    row: {
      position: 'relative',
      height: sizes.runRow,
      cursor: 'pointer',
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-within': { backgroundColor: theme.palette.action.hover },
      '& > td': {
        padding: '0 6px',
        borderBottom: `1px solid ${statusColorsOf(theme).skipped.wash}`,
        fontSize: 13,
        lineHeight: '18px',
        overflow: 'hidden',
        whiteSpace: 'nowrap',
        textOverflow: 'ellipsis',
        fontVariantNumeric: 'tabular-nums',
      },
      '& > td > div': { overflow: 'hidden', textOverflow: 'ellipsis' },
      '& > td:first-child': { padding: '0 0 0 12px' },
      '& > td:last-child': { paddingRight: 16, overflow: 'visible' },
      // Reachable by the pointer and, once the row has the focus, by keyboard.
      '& [data-row-actions]': { visibility: 'hidden' },
      '&:hover [data-row-actions], &:focus-within [data-row-actions]': {
        visibility: 'visible',
      },
    },
    selected: {
      '&, &:hover, &:focus-within': {
        backgroundColor: statusColorsOf(theme).selected,
      },
    },
    right: { textAlign: 'right', paddingRight: '14px !important' },
    box: { padding: 4 },
  }),
  { name: 'WorkflowRunsRunRow' },
);

/** What can be done with a row. */
export interface RowHandlers {
  onOpen: (href: string) => void;
  onSelect: (runId: string, selected: boolean) => void;
  onGlance: (run: Run, anchor: HTMLElement) => void;
}

/** A run in the list, in two lines. */
export const RunRow = memo(function RunRowContent(
  props: RowHandlers & {
    run: Run;
    columns: ShownColumn[];
    href: string;
    selected: boolean;
  },
) {
  const { run, columns, href, selected, onOpen, onSelect, onGlance } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <tr
      className={`${classes.row} ${selected ? classes.selected : ''}`}
      data-testid={`run-${run.id}`}
      onClick={event => {
        // What is within opens itself, and text can be selected.
        const target = event.target as HTMLElement;
        const ownBusiness = target.closest(
          'a, button, input, label, td:first-child',
        );
        if (ownBusiness || window.getSelection()?.toString()) return;
        onOpen(href);
      }}
      onKeyDown={event => {
        const target = event.target as HTMLElement;
        const isCommand = event.ctrlKey || event.metaKey || event.altKey;
        if (isCommand || !target.closest('[data-run-link]')) return;
        if (event.key === 'x') onSelect(run.id, !selected);
        if (event.key !== ' ') return;
        event.preventDefault();
        onGlance(run, target);
      }}
    >
      <td>
        <Checkbox
          size="small"
          color="primary"
          className={classes.box}
          checked={selected}
          onChange={event => onSelect(run.id, event.target.checked)}
          inputProps={{
            'aria-label': t('list.select', {
              id: run.id,
              workflow: run.workflow.title,
            }),
          }}
        />
      </td>
      {columns.map(({ id }, index) => {
        const Cell = CELLS[id];
        return (
          <td
            key={id}
            className={id === 'duration' ? classes.right : undefined}
          >
            <Boundary
              of={run}
              fallback={() => (
                <span
                  title={t('states.crashed', { part: t(`list.columns.${id}`) })}
                >
                  –
                </span>
              )}
            >
              <Cell run={run} href={href} />
            </Boundary>
            {index === columns.length - 1 && (
              <RowActions run={run} href={href} onGlance={onGlance} />
            )}
          </td>
        );
      })}
    </tr>
  );
});
