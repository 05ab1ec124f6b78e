import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import {
  monospace,
  sizes,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    input: {
      height: sizes.control,
      fontSize: 13,
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
      '& input': { padding: '0 10px', height: '100%' },
    },
    code: { '& input': { fontFamily: monospace, fontSize: 12 } },
  }),
  { name: 'WorkflowRunsSmallInput' },
);

/** A small field for a few words, beside others. */
export function SmallInput(props: {
  label: string;
  value: string;
  placeholder?: string;
  /** What is typed is read by a machine. */
  isCode?: boolean;
  isWrong?: boolean;
  maxLength: number;
  className?: string;
  onChange: (value: string) => void;
}) {
  const { label, value, placeholder, isCode, isWrong, maxLength } = props;
  const classes = useStyles();
  return (
    <OutlinedInput
      className={[
        classes.input,
        isCode ? classes.code : '',
        props.className ?? '',
      ].join(' ')}
      error={isWrong}
      value={value}
      placeholder={placeholder}
      inputProps={{
        'aria-label': label,
        maxLength,
        spellCheck: false,
        autoCapitalize: 'off',
      }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}
