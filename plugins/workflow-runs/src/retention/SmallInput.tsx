import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      height: sizes.control,
      fontSize: 13,
      fontVariantNumeric: 'tabular-nums',
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
      '& input': { padding: '0 10px', height: '100%' },
      '& input::placeholder': {
        color: statusColorsOf(theme).quiet,
        opacity: 1,
      },
    },
  }),
  { name: 'WorkflowRunsSmallInput' },
);

/** A small field in a row of others; its label is read out, and not shown. */
export function SmallInput(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  width: number;
  inputMode?: 'numeric' | 'text';
  isWrong?: boolean;
}) {
  const { label, value, onChange, placeholder, width } = props;
  const { inputMode = 'text', isWrong = false } = props;
  return (
    <OutlinedInput
      className={useStyles().root}
      style={{ width }}
      value={value}
      placeholder={placeholder}
      error={isWrong}
      onChange={event => onChange(event.target.value)}
      inputProps={{ 'aria-label': label, inputMode, maxLength: 256 }}
    />
  );
}
