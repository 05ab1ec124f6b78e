import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { prioritySchema } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchOptions } from './options';

const useStyles = makeStyles(
  theme => ({
    root: {
      marginTop: 16,
      paddingTop: 12,
      borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
      '& > summary': {
        cursor: 'pointer',
        fontSize: 14,
        fontWeight: 500,
        lineHeight: '24px',
      },
    },
    fields: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gap: 16,
      paddingTop: 16,
    },
    wide: { gridColumn: '1 / -1' },
  }),
  { name: 'WorkflowRunsLaunchOptions' },
);

/** What a launch says beside the input; folded away, since the defaults mostly do. */
export function OptionsSection(props: {
  /** An engine elsewhere says itself where its runs belong and how urgent they are. */
  of: 'here' | 'elsewhere';
  options: LaunchOptions;
  onChange: (change: Partial<LaunchOptions>) => void;
}) {
  const { of, options, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const Fields = of === 'here' ? OptionFields : TagsField;
  return (
    <details className={classes.root}>
      <summary>{t('launch.options')}</summary>
      <div className={classes.fields}>
        <Fields options={options} onChange={onChange} />
        <TextField
          id="workflow-runs-launch-business-event-id"
          variant="outlined"
          size="small"
          label={t('launch.businessEventId')}
          helperText={t('launch.businessEventIdHint')}
          className={classes.wide}
          value={options.businessEventId}
          onChange={event => onChange({ businessEventId: event.target.value })}
          inputProps={{ maxLength: 256 }}
        />
      </div>
    </details>
  );
}

/** Where a run belongs, how urgent it is and how it is found: half the width each, side by side. */
export function OptionFields(props: {
  options: Pick<LaunchOptions, 'environment' | 'priority' | 'tags'>;
  onChange: (change: Partial<LaunchOptions>) => void;
}) {
  const { options, onChange } = props;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <>
      <TextField
        id="workflow-runs-launch-environment"
        variant="outlined"
        size="small"
        label={t('launch.environment')}
        value={options.environment}
        onChange={event => onChange({ environment: event.target.value })}
        inputProps={{ maxLength: 64 }}
      />
      <TextField
        id="workflow-runs-launch-priority"
        variant="outlined"
        size="small"
        select
        label={t('launch.priority')}
        value={options.priority}
        onChange={event =>
          onChange({
            priority: event.target.value as LaunchOptions['priority'],
          })
        }
      >
        {prioritySchema.options.map(priority => (
          <MenuItem key={priority} value={priority}>
            {words('priority', priority)}
          </MenuItem>
        ))}
      </TextField>
      <TagsField {...props} />
    </>
  );
}

/** By which a run is found. */
export function TagsField(props: {
  options: Pick<LaunchOptions, 'tags'>;
  onChange: (change: Partial<LaunchOptions>) => void;
}) {
  const { options, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <TextField
      id="workflow-runs-launch-tags"
      variant="outlined"
      size="small"
      label={t('launch.tags')}
      helperText={t('launch.tagsHint')}
      className={classes.wide}
      value={options.tags}
      onChange={event => onChange({ tags: event.target.value })}
    />
  );
}
