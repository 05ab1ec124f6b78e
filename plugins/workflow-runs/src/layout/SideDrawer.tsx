import { ReactNode, useId } from 'react';
import Drawer, { DrawerProps } from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { Surface } from './Surface';

const useStyles = makeStyles(
  {
    paper: { boxSizing: 'border-box', maxWidth: '100vw' },
    head: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      padding: '12px 12px 12px 24px',
      backgroundColor: 'inherit',
    },
    title: {
      flex: 1,
      margin: 0,
      fontSize: 18,
      lineHeight: '28px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
  },
  { name: 'WorkflowRunsSideDrawer' },
);

/** Something beside the page that one looks into, and closes again. */
export function SideDrawer(props: {
  open: boolean;
  title: string;
  width: number;
  backgroundColor: string;
  /** What can be done with it, beside its title. */
  actions?: ReactNode;
  /** What the button says that closes it. */
  close: string;
  onClose: () => void;
  ModalProps?: DrawerProps['ModalProps'];
  children: ReactNode;
}) {
  const { open, title, width, backgroundColor, actions, close, onClose } =
    props;
  const classes = useStyles();
  const titleId = useId();
  return (
    <Drawer
      anchor="right"
      open={open}
      onClose={onClose}
      ModalProps={props.ModalProps}
      PaperProps={{
        className: classes.paper,
        style: { width, backgroundColor },
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': titleId,
      }}
    >
      <Surface>
        <div className={classes.head} style={{ backgroundColor }}>
          <h2 id={titleId} className={classes.title}>
            {title}
          </h2>
          {actions}
          <IconButton size="small" aria-label={close} onClick={onClose}>
            <Close style={{ fontSize: 20 }} />
          </IconButton>
        </div>
        {props.children}
      </Surface>
    </Drawer>
  );
}
