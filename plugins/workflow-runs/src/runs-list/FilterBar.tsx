import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  useWords,
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ListQuery, statusesOf } from './views';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    field: {
      width: 200,
      '& .MuiInputBase-root': {
        height: sizes.control,
        fontSize: 13,
        backgroundColor: theme.palette.background.paper,
      },
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
    },
    none: { color: theme.palette.text.secondary },
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
        <MultiSelect
          id="workflow-runs-filter-status"
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
        <MultiSelect
          id="workflow-runs-filter-workflow"
          label={t('list.filters.workflow')}
          values={query.workflow}
          options={refs}
          wordsOf={ref => titles.get(ref) ?? ref}
          onChange={workflow => onChange({ workflow })}
        />
      )}
      {filtered && (
        <Button
          size="small"
          color="primary"
          style={{ textTransform: 'none' }}
          onClick={() => onChange({ status: [], workflow: [] })}
        >
          {t('list.filters.clear')}
        </Button>
      )}
    </div>
  );
}

function MultiSelect(props: {
  id: string;
  label: string;
  values: string[];
  options: string[];
  wordsOf: (value: string) => string;
  onChange: (values: string[]) => void;
}) {
  const { id, label, values, options, wordsOf, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <TextField
      select
      id={id}
      label={label}
      variant="outlined"
      size="small"
      className={classes.field}
      value={values}
      InputLabelProps={{ shrink: true }}
      onChange={event => onChange(event.target.value as unknown as string[])}
      SelectProps={{
        multiple: true,
        displayEmpty: true,
        renderValue: chosen =>
          (chosen as string[]).length === 0 ? (
            <span className={classes.none}>{t('list.filters.any')}</span>
          ) : (
            (chosen as string[]).map(wordsOf).join(', ')
          ),
        MenuProps: {
          getContentAnchorEl: null,
          anchorOrigin: { vertical: 'bottom', horizontal: 'left' },
        },
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
    </TextField>
  );
}
