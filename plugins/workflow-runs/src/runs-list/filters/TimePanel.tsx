import { useState } from 'react';
import Divider from '@material-ui/core/Divider';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import MenuList from '@material-ui/core/MenuList';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { fromLocal, toLocal } from './localTime';
import { without } from './filterKinds';
import { PRESETS } from './presets';

/** When runs were queued: lately, which goes on with the clock, or between two times. */
export function TimePanel(props: {
  filter: ViewFilterQuery;
  onChange: (filter: ViewFilterQuery) => void;
  onClose: () => void;
}) {
  const { filter, onChange, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [from, setFrom] = useState(toLocal(filter.from));
  const [to, setTo] = useState(toLocal(filter.to));
  const rest = without(filter, 'time');
  const apply = (times: ViewFilterQuery) => {
    onChange({ ...rest, ...times });
    onClose();
  };
  const backwards = from !== '' && to !== '' && from >= to;
  return (
    <>
      <MenuList autoFocusItem aria-label={t('list.filters.presets')}>
        {PRESETS.map(preset => (
          <MenuItem
            key={preset}
            dense
            selected={filter.since === preset}
            onClick={() => apply({ since: preset })}
          >
            <ListItemText primary={t(`list.filters.since.${preset}`)} />
          </MenuItem>
        ))}
      </MenuList>
      <Divider />
      <form
        style={{
          display: 'flex',
          flexDirection: 'column',
          gap: 16,
          padding: '16px 16px 12px',
        }}
        onSubmit={event => {
          event.preventDefault();
          if (!backwards)
            apply({ ...fromLocal('from', from), ...fromLocal('to', to) });
        }}
      >
        <TextField
          id="workflow-runs-from"
          type="datetime-local"
          size="small"
          variant="outlined"
          label={t('list.filters.from')}
          InputLabelProps={{ shrink: true }}
          InputProps={{ style: { fontSize: 13 } }}
          value={from}
          onChange={event => setFrom(event.target.value)}
        />
        <TextField
          id="workflow-runs-to"
          type="datetime-local"
          size="small"
          variant="outlined"
          label={t('list.filters.to')}
          InputLabelProps={{ shrink: true }}
          InputProps={{ style: { fontSize: 13 } }}
          value={to}
          error={backwards}
          helperText={backwards ? t('list.filters.backwards') : undefined}
          onChange={event => setTo(event.target.value)}
        />
        <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
          <TextButton
            type="submit"
            size="small"
            color="primary"
            disabled={backwards}
          >
            {t('list.filters.apply')}
          </TextButton>
        </div>
      </form>
    </>
  );
}
