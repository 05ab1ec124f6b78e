import { useState } from 'react';
import Divider from '@material-ui/core/Divider';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import CheckBox from '@material-ui/icons/CheckBox';
import CheckBoxOutlineBlank from '@material-ui/icons/CheckBoxOutlineBlank';
import ViewColumn from '@material-ui/icons/ViewColumnOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { COLUMNS, ColumnId, FIXED } from './columns';
import { Columns } from './useColumns';

/** Chooses the columns of the list. */
export function ColumnsButton(props: {
  columns: Columns;
  /** Those that are there now. */
  shown: readonly ColumnId[];
}) {
  const { columns, shown } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const toggle = (id: ColumnId) =>
    columns.choose(
      COLUMNS.filter(each => (each === id) !== shown.includes(each)),
    );
  return (
    <>
      <TextButton
        size="small"
        startIcon={<ViewColumn style={{ fontSize: 16 }} />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('list.columns.choose')}
      </TextButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{ 'aria-label': t('list.columns.choose'), dense: true }}
      >
        {COLUMNS.filter(id => id !== FIXED).map(id => (
          <MenuItem
            key={id}
            role="menuitemcheckbox"
            aria-checked={shown.includes(id)}
            onClick={() => toggle(id)}
          >
            <Box checked={shown.includes(id)} />
            <ListItemText primary={t(`list.columns.${id}`)} />
          </MenuItem>
        ))}
        <Divider component="li" />
        <MenuItem
          disabled={columns.chosen === null}
          onClick={() => columns.choose(null)}
        >
          {t('list.columns.reset')}
        </MenuItem>
      </Menu>
    </>
  );
}

/** The item says itself whether it is checked. */
function Box(props: { checked: boolean }) {
  const Icon = props.checked ? CheckBox : CheckBoxOutlineBlank;
  return (
    <Icon
      aria-hidden
      color={props.checked ? 'primary' : 'inherit'}
      style={{ fontSize: 20, marginRight: 8 }}
    />
  );
}
