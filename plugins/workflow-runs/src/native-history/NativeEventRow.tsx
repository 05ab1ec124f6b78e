import ButtonBase from '@material-ui/core/ButtonBase';
import ChevronRight from '@material-ui/icons/ChevronRight';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  JsonView,
  monospace,
  statusColorsOf,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { NativeEvent } from './nativeEvent';

/** The columns that head and rows share. */
export const useNativeColumns = makeStyles(
  {
    row: {
      display: 'grid',
      gridTemplateColumns: '20px 56px 104px minmax(0, 1fr)',
      columnGap: 12,
      padding: '0 8px',
    },
  },
  { name: 'WorkflowRunsNativeColumns' },
);

const useStyles = makeStyles(
  theme => ({
    toggle: {
      width: '100%',
      minHeight: 32,
      alignItems: 'center',
      fontSize: 13,
      textAlign: 'left',
      fontVariantNumeric: 'tabular-nums',
      borderBottom: `1px solid ${statusColorsOf(theme).skipped.wash}`,
      '& svg': { fontSize: 18 },
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    number: { textAlign: 'right' },
    type: {
      fontFamily: monospace,
      fontSize: 12,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    details: { padding: '4px 8px 12px 40px' },
  }),
  { name: 'WorkflowRunsNativeEvent' },
);

/** An event in one line; opened, all of it. */
export function NativeEventRow(props: {
  event: NativeEvent;
  search: string;
  open: boolean;
  onToggle: () => void;
}) {
  const { event, search, open, onToggle } = props;
  const { id, at, type, value } = event;
  const classes = useStyles();
  const columns = useNativeColumns();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const Icon = open ? ExpandMore : ChevronRight;
  return (
    <>
      <ButtonBase
        className={`${columns.row} ${classes.toggle}`}
        disableRipple
        aria-expanded={open}
        onClick={onToggle}
      >
        <Icon aria-hidden />
        <span className={classes.number}>{id ?? '–'}</span>
        <span>{at ? <Timestamp value={at} format="time" /> : '–'}</span>
        <span className={classes.type} title={type ?? undefined}>
          {type ?? t('native.noType')}
        </span>
      </ButtonBase>
      {open && (
        <div className={classes.details}>
          <JsonView
            value={value}
            label={t('native.details', { type: type ?? '', id: id ?? '' })}
            maxHeight={360}
            search={search}
          />
        </div>
      )}
    </>
  );
}
