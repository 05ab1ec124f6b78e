import TextField, { TextFieldProps } from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  monospace,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const LONGEST_REASON = 1_000;

const useStyles = makeStyles(
  theme => ({
    field: {
      '& .MuiInputBase-root': { fontSize: 13 },
      '& .MuiInputLabel-root': { fontSize: 13 },
      '& .MuiInputLabel-shrink': { fontSize: 16 },
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
      // As wide as the label that stands in it.
      '& .MuiOutlinedInput-notchedOutline legend': { fontSize: 12 },
      '& .MuiFormHelperText-root': { fontSize: 12 },
      // The usual red is too pale for small words.
      '& .Mui-error': { color: statusColorsOf(theme).failed.text },
      '& .MuiFormLabel-root:not(.Mui-error):not(.Mui-focused)': {
        color: statusColorsOf(theme).quiet,
      },
    },
    json: {
      '& textarea': {
        fontFamily: monospace,
        fontSize: 12,
        lineHeight: '20px',
      },
    },
  }),
  { name: 'WorkflowRunsOperationFields' },
);

/** A field of a dialog, with what is wrong with it under it. */
export function OperationField(
  props: Omit<TextFieldProps, 'error' | 'onChange' | 'variant'> & {
    id: string;
    error?: string;
    onChange: (value: string) => void;
  },
) {
  const { error, onChange, className = '', ...field } = props;
  const classes = useStyles();
  return (
    <TextField
      {...field}
      variant="outlined"
      size="small"
      fullWidth
      className={`${classes.field} ${className}`}
      error={error !== undefined}
      helperText={error ?? field.helperText}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** Why somebody does something. */
export function ReasonField(props: {
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  /** Where it is kept, if not with the run. */
  hint?: string;
  error?: string;
}) {
  const { value, onChange, required = false, hint, error } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <OperationField
      id="workflow-runs-reason"
      label={required ? t('operate.reason') : t('operate.reasonOptional')}
      helperText={hint ?? t('operate.reasonHint')}
      required={required}
      value={value}
      onChange={onChange}
      error={error}
      inputProps={{ maxLength: LONGEST_REASON }}
    />
  );
}

/** JSON, as it is typed. */
export function JsonField(props: {
  id: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}) {
  const { id, label, hint, value, onChange, error } = props;
  return (
    <OperationField
      id={id}
      label={label}
      helperText={hint}
      value={value}
      onChange={onChange}
      error={error}
      className={useStyles().json}
      multiline
      minRows={4}
      maxRows={16}
      inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
    />
  );
}

/**
 * What the backend found wrong with a field of the body, by its pointer; what it found within the
 * field belongs to it, too.
 */
export function violationAt(error: unknown, pointer: string) {
  return describeError(error).violations.find(
    each => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`),
  )?.message;
}
