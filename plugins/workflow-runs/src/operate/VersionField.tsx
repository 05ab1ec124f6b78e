import MenuItem from '@material-ui/core/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { bodyViolationAt } from './bodyViolation';
import { OperationField } from './fields';
import { VersionChoice } from './version';

/** Which version of its workflow the new run is of. */
export function VersionField(props: {
  /** Enter in a field submits it. */
  form: string;
  run: Run;
  newest: string | undefined;
  value: VersionChoice;
  onChange: (choice: VersionChoice) => void;
  error: unknown;
}) {
  const { form, run, newest, value, onChange, error } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const wrong = bodyViolationAt(error, '/version');
  return (
    <>
      <OperationField
        id="workflow-runs-version"
        select
        label={t('operate.rerun.version')}
        value={value.kind}
        onChange={kind =>
          onChange(
            kind === 'other'
              ? { kind, version: '' }
              : { kind: kind as 'newest' | 'ofRun' },
          )
        }
        error={value.kind === 'other' ? undefined : wrong}
      >
        <MenuItem value="newest">
          {newest
            ? t('operate.rerun.newest', { version: newest })
            : t('operate.rerun.newestUnknown')}
        </MenuItem>
        {run.workflowVersion !== newest && (
          <MenuItem value="ofRun">
            {t('operate.rerun.ofRun', { version: run.workflowVersion })}
          </MenuItem>
        )}
        <MenuItem value="other">{t('operate.rerun.other')}</MenuItem>
      </OperationField>
      {value.kind === 'other' && (
        <OperationField
          id="workflow-runs-other-version"
          label={t('operate.rerun.otherVersion')}
          value={value.version}
          onChange={version => onChange({ kind: 'other', version })}
          error={wrong}
          inputProps={{ form, maxLength: 100 }}
        />
      )}
    </>
  );
}
