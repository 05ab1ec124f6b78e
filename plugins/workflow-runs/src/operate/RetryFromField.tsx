import MenuItem from '@material-ui/core/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { OperationField } from './fields';
import { stepsOfDefinition } from './outlook';

/** From where a run is done again: a step, or what did not succeed, which is none. */
export function RetryFromField(props: {
  steps: readonly Step[];
  value: string;
  onChange: (stepKey: string) => void;
  error: string | undefined;
}) {
  const { steps, value, onChange, error } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <OperationField
      id="workflow-runs-retry-from"
      select
      label={t('operate.retry.from')}
      value={value}
      onChange={onChange}
      error={error}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">{t('operate.retry.fromFailed')}</MenuItem>
      {stepsOfDefinition(steps).map(each => (
        <MenuItem key={each.stepKey} value={each.stepKey}>
          {t('operate.step', {
            number: String(each.stepNumber),
            name: each.name,
          })}
        </MenuItem>
      ))}
    </OperationField>
  );
}
