import { useState } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import ChevronRight from '@material-ui/icons/ChevronRight';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  statusColorsOf,
  useFormats,
} from 'backstage-plugin-workflow-runs-react';
import { formatBytes } from '../layout/formatBytes';
import { PayloadGroup } from './payloadGroups';
import { PayloadView } from './PayloadView';

const useStyles = makeStyles(
  theme => ({
    heading: { margin: 0 },
    toggle: {
      display: 'flex',
      justifyContent: 'flex-start',
      gap: 4,
      width: '100%',
      height: 32,
      padding: '0 4px',
      fontSize: 13,
      fontWeight: 500,
      borderRadius: sizes.radius.control,
      '& svg': { fontSize: 18 },
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    size: {
      marginLeft: 'auto',
      fontSize: 12,
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    pair: {
      display: 'grid',
      gap: 16,
      padding: '4px 0 8px',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'WorkflowRunsPayloadGroup' },
);

/** Inputs and outputs of the run or of a step; those of steps are drawn when somebody opens them. */
export function PayloadGroupSection(props: {
  runId: string;
  group: PayloadGroup;
  name: string;
  search: string;
  opened: boolean;
}) {
  const { runId, group, name, search, opened } = props;
  const classes = useStyles();
  const formats = useFormats();
  const [open, setOpen] = useState(opened);
  const Icon = open ? ExpandMore : ChevronRight;
  return (
    <section aria-label={name}>
      <h3 className={classes.heading}>
        <ButtonBase
          className={classes.toggle}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon aria-hidden />
          {name}
          <span className={classes.size}>
            {formatBytes(group.bytes, formats.locale)}
          </span>
        </ButtonBase>
      </h3>
      {open && (
        <div className={classes.pair}>
          {group.payloads.map(payload => (
            <PayloadView
              key={`${payload.generation}/${payload.itemIndex}/${payload.direction}`}
              runId={runId}
              payload={payload}
              of={name}
              search={search}
            />
          ))}
        </div>
      )}
    </section>
  );
}
