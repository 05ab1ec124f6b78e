import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { webhookEventTypes } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const ALL = '*';
const GROUPS = [
  'run',
  'step',
  'compensation',
  'sla',
  'action',
  'decision',
  'artifact',
] as const;

const useStyles = makeStyles(
  theme => ({
    root: { margin: 0, padding: 0, border: 0, minWidth: 0 },
    legend: { padding: 0, fontSize: 13, lineHeight: '20px', fontWeight: 500 },
    group: { margin: '8px 0 0', padding: 0, border: 0, minWidth: 0 },
    groupName: {
      padding: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    types: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))',
    },
    type: {
      margin: 0,
      '& .MuiTypography-root': { fontFamily: monospace, fontSize: 12 },
      '& .MuiCheckbox-root': { padding: 5 },
    },
    all: {
      margin: 0,
      '& .MuiTypography-root': { fontSize: 13 },
      '& .MuiCheckbox-root': { padding: 5 },
    },
    error: {
      margin: '4px 0 0',
      fontSize: 12,
      color: statusColorsOf(theme).failed.text,
    },
  }),
  { name: 'WorkflowRunsEventTypesField' },
);

/** Which events a webhook is told of. */
export function EventTypesField(props: {
  value: string[];
  error: string | undefined;
  onChange: (types: string[]) => void;
}) {
  const { value, error, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const isAll = value.includes(ALL);
  const toggle = (type: string, isOn: boolean) =>
    onChange(isOn ? [...value, type] : value.filter(each => each !== type));
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{t('webhooks.dialog.events')}</legend>
      <Choice
        className={classes.all}
        label={t('webhooks.dialog.everything')}
        checked={isAll}
        onChange={isOn => toggle(ALL, isOn)}
      />
      {GROUPS.map(group => (
        <fieldset key={group} className={classes.group} disabled={isAll}>
          <legend className={classes.groupName}>
            {t(`webhooks.dialog.group.${group}`)}
          </legend>
          <div className={classes.types}>
            {webhookEventTypes
              .filter(type => groupOf(type) === group)
              .map(type => (
                <Choice
                  key={type}
                  className={classes.type}
                  label={type}
                  disabled={isAll}
                  checked={isAll || value.includes(type)}
                  onChange={isOn => toggle(type, isOn)}
                />
              ))}
          </div>
        </fieldset>
      ))}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

function Choice(props: {
  className: string;
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const { className, label, checked, disabled, onChange } = props;
  return (
    <FormControlLabel
      className={className}
      disabled={disabled}
      label={label}
      control={
        <Checkbox
          size="small"
          color="primary"
          checked={checked}
          onChange={event => onChange(event.target.checked)}
        />
      }
    />
  );
}

/** A rollback of a step is told of with rollbacks. */
function groupOf(type: string): string {
  return type === 'step.compensated' ? 'compensation' : type.split('.')[0];
}
