import { lazy, Suspense, useState } from 'react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json, Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  statusColorsOf,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { JsonInputForm } from '../launch/JsonInputForm';
import { errorSchemaOf } from '../launch/violations';
import { withoutRedactions } from '../launch/withoutRedactions';
import { Notice } from '../layout/Notice';
import { bodyViolationAt, inputViolations } from './bodyViolation';
import { OperationField } from './fields';
import { stepsOfDefinition } from './outlook';

const InputForm = lazy(() => import('../launch/InputForm'));

/** Where the input of the new run comes from. */
export type InputMode = 'same' | 'edited' | 'fromStep';

const useStyles = makeStyles(
  theme => ({
    legend: {
      padding: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    set: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
    label: { fontSize: 13 },
    hint: { color: statusColorsOf(theme).quiet, fontSize: 12 },
  }),
  { name: 'WorkflowRunsRepeatInput' },
);

/** The input of the new run: that of this one, an edited one, or that of this one from a step on. */
export function RepeatInput(props: {
  form: string;
  run: Run;
  steps: readonly Step[];
  modes: InputMode[];
  mode: InputMode;
  onMode: (mode: InputMode) => void;
  fromStep: string;
  onFromStep: (stepKey: string) => void;
  schema: Record<string, Json> | undefined;
  /** The schema is not there yet. */
  loading: boolean;
  error: unknown;
  onSubmit: (input: Record<string, Json> | undefined) => void;
}) {
  const { form, steps, modes, mode, onMode, fromStep, onFromStep } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <>
      <fieldset className={classes.set}>
        <legend className={classes.legend}>{t('operate.rerun.input')}</legend>
        <RadioGroup
          row
          name="workflow-runs-input"
          value={mode}
          onChange={event => onMode(event.target.value as InputMode)}
        >
          {modes.map(each => (
            <FormControlLabel
              key={each}
              value={each}
              control={<Radio color="primary" size="small" />}
              classes={{ label: classes.label }}
              label={t(`operate.rerun.${each}`)}
            />
          ))}
        </RadioGroup>
        {mode === 'same' && (
          <span className={classes.hint}>{t('operate.rerun.sameHint')}</span>
        )}
      </fieldset>
      {mode === 'fromStep' && (
        <OperationField
          id="workflow-runs-from-step"
          select
          required
          label={t('operate.rerun.step')}
          helperText={t('operate.rerun.fromStepHint')}
          value={fromStep}
          onChange={onFromStep}
          error={bodyViolationAt(props.error, '/fromStep')}
        >
          {stepsOfDefinition(steps).map(step => (
            <MenuItem key={step.stepKey} value={step.stepKey}>
              {t('operate.step', {
                number: String(step.stepNumber),
                name: step.name,
              })}
            </MenuItem>
          ))}
        </OperationField>
      )}
      {mode === 'edited' ? (
        <EditedInput {...props} />
      ) : (
        // The button of the dialog submits it; the fields around are tied to it.
        <form
          id={form}
          onSubmit={event => {
            event.preventDefault();
            if (mode === 'same' || fromStep !== '') props.onSubmit(undefined);
          }}
        />
      )}
    </>
  );
}

type EditedInputProps = Parameters<typeof RepeatInput>[0];

/** Loads what the run was given, to start from. */
function EditedInput(props: EditedInputProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items, loading, error, reload } = usePayloads(props.run.id);
  if (loading || props.loading) {
    return <RowsSkeleton rows={3} rowHeight={56} />;
  }
  if (error) {
    return (
      <ErrorState
        dense
        error={error}
        title={t('operate.rerun.inputError')}
        onRetry={reload}
      />
    );
  }
  const input = items.find(
    item => item.stepKey === null && item.direction === 'input',
  );
  const cut = input?.truncated === true;
  // One that was cut is no input any more.
  const prefill = withoutRedactions(cut ? undefined : input?.value);
  return (
    <>
      {cut && <Notice tone="waiting">{t('operate.rerun.cut')}</Notice>}
      {prefill.redacted && (
        <Notice tone="waiting">{t('operate.rerun.redacted')}</Notice>
      )}
      {props.schema ? (
        <FormInput {...props} schema={props.schema} prefill={prefill.input} />
      ) : (
        <JsonInput {...props} prefill={prefill.input} />
      )}
    </>
  );
}

function FormInput(
  props: EditedInputProps & {
    schema: Record<string, Json>;
    prefill: Record<string, Json>;
  },
) {
  const { form, schema, prefill, error, onSubmit } = props;
  const [input, setInput] = useState(prefill);
  return (
    <Suspense fallback={<RowsSkeleton rows={3} rowHeight={56} />}>
      <InputForm
        id={form}
        schema={schema}
        input={input}
        extraErrors={errorSchemaOf(inputViolations(error))}
        onChange={setInput}
        onSubmit={onSubmit}
        onReady={() => {}}
      />
    </Suspense>
  );
}

function JsonInput(
  props: EditedInputProps & { prefill: Record<string, Json> },
) {
  const { form, prefill, error, onSubmit } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [violation] = inputViolations(error);
  return (
    <JsonInputForm
      id={form}
      field="workflow-runs-repeat-input"
      label={t('operate.rerun.input')}
      hint={t('operate.rerun.noSchema')}
      initial={prefill}
      error={violation && `${violation.pointer}: ${violation.message}`}
      onSubmit={onSubmit}
    />
  );
}
