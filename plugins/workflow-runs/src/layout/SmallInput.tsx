import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import {
  monospace,
  sizes,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';

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
    code: { '& input': { fontFamily: monospace, fontSize: 12 } },
  }),
  { name: 'WorkflowRunsSmallInput' },
);

/** A small field in a row of others; its label is read out, and not shown. */
export function SmallInput(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** As wide as there is room for, where it is left out. */
  width?: number;
  className?: string;
  inputMode?: 'numeric' | 'text';
  /** What is typed is read by a machine. */
  isCode?: boolean;
  isWrong?: boolean;
  maxLength?: number;
}) {
  const { label, value, onChange, placeholder, width, className = '' } = props;
  const { inputMode = 'text', isCode, isWrong, maxLength = 256 } = props;
  const classes = useStyles();
  return (
    <OutlinedInput
      className={`${classes.root} ${isCode ? classes.code : ''} ${className}`}
      style={{ width }}
      value={value}
      placeholder={placeholder}
      error={isWrong}
      onChange={event => onChange(event.target.value)}
      inputProps={{
        'aria-label': label,
        inputMode,
        maxLength,
        spellCheck: false,
        autoCapitalize: 'off',
      }}
    />
  );
}
