import Checkbox from '@material-ui/core/Checkbox';
import InputBase from '@material-ui/core/InputBase';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import Select from '@material-ui/core/Select';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  useWords,
  useWorkflows,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { ListQuery, statusesOf } from './views';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    field: {
      height: sizes.chip + 4,
      maxWidth: 320,
      borderRadius: sizes.radius.pill,
      border: `1px solid ${statusColorsOf(theme).control}`,
      backgroundColor: theme.palette.background.paper,
      fontSize: 13,
      '& .MuiSelect-select': {
        padding: '0 28px 0 12px',
        lineHeight: '26px',
        minHeight: 0,
        borderRadius: sizes.radius.pill,
      },
      '& .MuiSelect-icon': { right: 4, fontSize: 20 },
      '&.Mui-focused': {
        boxShadow: `0 0 0 2px ${theme.palette.primary.main}`,
      },
    },
    label: { color: statusColorsOf(theme).quiet, marginRight: 6 },
    value: { fontWeight: 500 },
  }),
  { name: 'WorkflowRunsFilterBar' },
);

/** Filters of the list; what they say stands in the URL. */
export function FilterBar(props: {
  query: ListQuery;
  onChange: (change: Partial<ListQuery>) => void;
  /** Filters by workflow make no sense on a workflow's own page. */
  showWorkflow: boolean;
}) {
  const { query, onChange, showWorkflow } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflows } = useWorkflows({ enabled: showWorkflow });
  const statuses = statusesOf(query.view);
  const titles = new Map(workflows.map(each => [each.ref, each.title]));
  // A link may name a workflow that this reader does not see.
  const refs = [...new Set([...titles.keys(), ...query.workflow])];
  const filtered = query.status.length + query.workflow.length > 0;
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('list.filters.label')}
    >
      {statuses.length > 1 && (
        <FilterChip
          label={t('list.filters.status')}
          values={query.status}
          options={statuses}
          wordsOf={status => words('status', status)}
          onChange={status =>
            onChange({ status: status as ListQuery['status'] })
          }
        />
      )}
      {showWorkflow && (
        <FilterChip
          label={t('list.filters.workflow')}
          values={query.workflow}
          options={refs}
          wordsOf={ref => titles.get(ref) ?? ref}
          onChange={workflow => onChange({ workflow })}
        />
      )}
      {filtered && (
        <TextButton
          size="small"
          color="primary"
          onClick={() => onChange({ status: [], workflow: [] })}
        >
          {t('list.filters.clear')}
        </TextButton>
      )}
    </div>
  );
}

/** One filter: its name, what is chosen, and a menu to choose from. */
function FilterChip(props: {
  label: string;
  values: string[];
  options: string[];
  wordsOf: (value: string) => string;
  onChange: (values: string[]) => void;
}) {
  const { label, values, options, wordsOf, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const chosen =
    values.length === 0
      ? t('list.filters.any')
      : values.map(wordsOf).join(', ');
  return (
    <Select
      multiple
      displayEmpty
      value={values}
      onChange={event => onChange(event.target.value as string[])}
      input={<InputBase className={classes.field} />}
      renderValue={() => (
        <>
          <span className={classes.label}>{label}</span>{' '}
          <span className={classes.value}>{chosen}</span>
        </>
      )}
      MenuProps={{
        getContentAnchorEl: null,
        anchorOrigin: { vertical: 'bottom', horizontal: 'left' },
      }}
    >
      {options.map(option => (
        <MenuItem key={option} value={option} dense>
          <Checkbox
            size="small"
            color="primary"
            checked={values.includes(option)}
            style={{ padding: 4, marginRight: 4 }}
            inputProps={{ 'aria-hidden': true, tabIndex: -1 }}
          />
          <ListItemText primary={wordsOf(option)} />
        </MenuItem>
      ))}
    </Select>
  );
}
