import { useState } from 'react';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import BookmarkBorder from '@material-ui/icons/BookmarkBorder';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SavedView } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  ErrorDescription,
  statusColorsOf,
  TextButton,
  useSavedViews,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../../layout/entityName';
import { SavedViewDialogs, ViewTask } from './SavedViewDialogs';
import { Me } from './useMe';
import { isEdited, ViewContent } from './viewContent';

const useStyles = makeStyles(
  theme => ({
    button: { height: 32, maxWidth: 320 },
    quiet: { color: statusColorsOf(theme).quiet, marginRight: 6 },
    name: { overflow: 'hidden', textOverflow: 'ellipsis' },
    edited: { color: statusColorsOf(theme).waiting.text, marginLeft: 6 },
    list: { width: 320, outline: 0 },
    note: {
      whiteSpace: 'normal',
      fontSize: 13,
      lineHeight: '20px',
      '&.Mui-disabled': { opacity: 1, color: statusColorsOf(theme).quiet },
    },
    head: {
      minHeight: 28,
      fontSize: 12,
      '&.Mui-disabled': { opacity: 1, color: statusColorsOf(theme).quiet },
    },
  }),
  { name: 'WorkflowRunsViewsMenu' },
);

/** Opens saved views, and keeps the list as one. */
export function ViewsMenu(props: {
  /** The view that is open. */
  view: SavedView | undefined;
  /** What the list is now. */
  content: ViewContent;
  me: Me;
  onOpen: (viewId: string | null) => void;
}) {
  const { view, content, me, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [task, setTask] = useState<ViewTask>();
  const edited = view !== undefined && isEdited(view, content);
  const close = () => setAnchor(undefined);
  const start = (next: ViewTask) => {
    close();
    setTask(next);
  };
  const open = (viewId: string | null) => {
    close();
    onOpen(viewId);
  };
  const reasonOf = ({ kind, permission }: ErrorDescription) =>
    kind === 'forbidden' && permission
      ? t('states.forbiddenPermission', { permission })
      : t(`states.errors.${kind}`);
  const saved = useSavedViews({ enabled: anchor !== undefined });
  const failure = saved.error
    ? t('views.errorRetry', { reason: reasonOf(describeError(saved.error)) })
    : t('views.empty');
  const note = saved.loading ? t('states.loading') : failure;
  // Items of a menu, not a component: the menu moves the focus between its own children.
  const section = (title: 'mine' | 'shared', views: SavedView[]) =>
    views.length > 0 && [
      <MenuItem key={title} disabled className={classes.head}>
        {t(`views.${title}`)}
      </MenuItem>,
      ...views.map(each => (
        <MenuItem
          key={each.id}
          divider={each === saved.views.at(-1)}
          selected={each.id === view?.id}
          onClick={() => open(each.id)}
        >
          <ListItemText
            primary={each.name}
            secondary={each.mine ? undefined : entityName(each.owner)}
            primaryTypographyProps={{ noWrap: true }}
          />
        </MenuItem>
      )),
    ];
  return (
    <>
      <TextButton
        size="small"
        variant="outlined"
        className={classes.button}
        startIcon={<BookmarkBorder style={{ fontSize: 16 }} />}
        endIcon={<ExpandMore style={{ fontSize: 18 }} />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        <span className={classes.quiet}>{t('views.label')}</span>
        <span className={classes.name}>{view?.name ?? t('views.none')}</span>
        {edited && <span className={classes.edited}>{t('views.edited')}</span>}
      </TextButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{
          'aria-label': t('views.title'),
          className: classes.list,
          dense: true,
        }}
      >
        {saved.views.length === 0 && (
          <MenuItem
            divider
            className={classes.note}
            disabled={saved.loading || !saved.error}
            onClick={saved.reload}
          >
            {note}
          </MenuItem>
        )}
        {section(
          'mine',
          saved.views.filter(each => each.mine),
        )}
        {section(
          'shared',
          saved.views.filter(each => !each.mine),
        )}
        {view?.editable && edited && (
          <MenuItem onClick={() => start('save')}>
            {t('views.saveChanges')}
          </MenuItem>
        )}
        <MenuItem onClick={() => start('create')}>{t('views.saveAs')}</MenuItem>
        {view?.editable && [
          <MenuItem key="rename" onClick={() => start('rename')}>
            {t('views.rename')}
          </MenuItem>,
          <MenuItem key="delete" onClick={() => start('delete')}>
            {t('views.deleteView')}
          </MenuItem>,
        ]}
        {view && (
          <MenuItem onClick={() => open(null)}>{t('views.leave')}</MenuItem>
        )}
      </Menu>
      {task && (
        <SavedViewDialogs
          task={task}
          view={view}
          content={content}
          me={me}
          onOpen={onOpen}
          onClose={() => setTask(undefined)}
        />
      )}
    </>
  );
}
