import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** A chip takes focus by an outline of its own: it is a button of the browser. */
const useStyles = makeStyles(
  theme => ({
    chip: {
      display: 'inline-flex',
      alignItems: 'stretch',
      height: sizes.chip + 4,
      maxWidth: 320,
      borderRadius: sizes.radius.pill,
      border: `1px solid ${statusColorsOf(theme).control}`,
      backgroundColor: theme.palette.background.paper,
      overflow: 'hidden',
      boxSizing: 'border-box',
      '&:focus-within': {
        boxShadow: `0 0 0 2px ${theme.palette.primary.main}`,
      },
    },
    set: { borderColor: theme.palette.primary.main },
    button: {
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      border: 0,
      outline: 0,
      minWidth: 0,
      padding: '0 12px',
      background: 'none',
      color: theme.palette.text.primary,
      cursor: 'pointer',
      whiteSpace: 'nowrap',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      '&:hover, &:focus': { backgroundColor: theme.palette.action.hover },
    },
    remove: {
      flex: 'none',
      display: 'flex',
      alignItems: 'center',
      padding: '0 8px 0 4px',
    },
    beside: { paddingRight: 4 },
    label: { color: statusColorsOf(theme).quiet },
    value: { marginLeft: 6, fontWeight: 500 },
  }),
  { name: 'WorkflowRunsFilterChip' },
);

/** A filter: its name, what is chosen, and a button to take it away. */
export function FilterChip(props: {
  label: string;
  /** Empty while it is not set. */
  chosen: string;
  isOpen: boolean;
  onOpen: (anchor: HTMLElement) => void;
  onRemove: () => void;
}) {
  const { label, chosen, isOpen, onOpen, onRemove } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span className={`${classes.chip} ${chosen ? classes.set : ''}`}>
      <button
        type="button"
        className={`${classes.button} ${chosen ? classes.beside : ''}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={event => onOpen(event.currentTarget)}
      >
        <span className={classes.label}>{label}</span>{' '}
        <span className={classes.value}>{chosen || t('list.filters.any')}</span>
      </button>
      {chosen && (
        <button
          type="button"
          className={`${classes.button} ${classes.remove}`}
          aria-label={t('list.filters.remove', { filter: label })}
          onClick={onRemove}
        >
          <Close style={{ fontSize: 14 }} aria-hidden />
        </button>
      )}
    </span>
  );
}
