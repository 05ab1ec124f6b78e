import { ReactNode, useRef, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import MoreVert from '@material-ui/icons/MoreVert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    item: {
      alignItems: 'flex-start',
      minHeight: 36,
      maxWidth: 360,
      paddingTop: 6,
      paddingBottom: 6,
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
    },
    divided: { borderTop: `1px solid ${statusColorsOf(theme).skipped.line}` },
    danger: { color: statusColorsOf(theme).failed.text },
    refused: { cursor: 'not-allowed', color: theme.palette.text.secondary },
    icon: { minWidth: 32, marginTop: 2, '& svg': { fontSize: 18 } },
    text: { margin: 0 },
    label: { fontSize: 13, lineHeight: '20px' },
    reason: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsActionsMenu' },
);

/** Something to choose. */
export interface MenuAction {
  id: string;
  label: string;
  icon?: ReactNode;
  action: AllowedAction;
  /** A line stands above it. */
  divided?: boolean;
  /** What it does cannot be made good. */
  tone?: 'danger';
  /** A button of its own offers it: it is listed only if it was when the menu was opened. */
  elsewhere?: boolean;
  /** @param opener - what gets the focus back */
  onChoose: (opener: HTMLElement | null) => void;
}

/**
 * A menu behind three dots. What is refused says why under its name, where keyboard, pointer and touch
 * find it. While it is open, what it lists stays the same: only whether it is allowed goes on.
 */
export function ActionsMenu(props: {
  id?: string;
  label: string;
  items: MenuAction[];
  size?: 'small' | 'medium';
}) {
  const { id, label, items, size = 'medium' } = props;
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        id={id}
        ref={button}
        size="small"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <MoreVert style={{ fontSize: size === 'small' ? 18 : 20 }} />
      </IconButton>
      <OpenMenu
        anchor={open ? button.current : null}
        label={label}
        items={items}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

/** The menu itself, where it hangs at something else than three dots. */
export function OpenMenu(props: {
  anchor: HTMLElement | null;
  /** What gets the focus back, where that is not the anchor. */
  opener?: HTMLElement | null;
  label: string;
  items: MenuAction[];
  onClose: () => void;
}) {
  const { anchor, opener = anchor, label, items, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const shown = useKept(items, anchor !== null);
  return (
    <Menu
      open={anchor !== null}
      anchorEl={anchor}
      getContentAnchorEl={null}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      transitionDuration={0}
      onClose={onClose}
      MenuListProps={{ 'aria-label': label, dense: true }}
    >
      {shown.map(({ label: name, icon, action, tone, ...item }) => (
        <MenuItem
          key={item.id}
          dense
          aria-disabled={!action.allowed}
          disableRipple={!action.allowed}
          className={[
            classes.item,
            item.divided ? classes.divided : '',
            tone ? classes[tone] : '',
            action.allowed ? '' : classes.refused,
          ].join(' ')}
          onClick={() => {
            if (!action.allowed) return;
            onClose();
            item.onChoose(opener);
          }}
        >
          {icon && (
            <ListItemIcon
              className={classes.icon}
              style={tone && action.allowed ? { color: 'inherit' } : undefined}
            >
              {icon}
            </ListItemIcon>
          )}
          <ListItemText
            className={classes.text}
            classes={{ primary: classes.label, secondary: classes.reason }}
            primary={name}
            secondary={
              action.allowed
                ? undefined
                : action.reason ?? t('actions.notAvailable')
            }
          />
        </MenuItem>
      ))}
    </Menu>
  );
}

/** The items that were listed when the menu was opened, as they are now. */
function useKept(items: MenuAction[], open: boolean): MenuAction[] {
  const kept = useRef<ReadonlySet<string>>();
  const listed = () =>
    new Set(items.filter(each => !each.elsewhere).map(each => each.id));
  kept.current = open ? kept.current ?? listed() : undefined;
  const ids = kept.current;
  return ids ? items.filter(each => ids.has(each.id)) : [];
}
