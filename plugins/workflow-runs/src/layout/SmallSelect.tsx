import NativeSelect from '@material-ui/core/NativeSelect';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    input: {
      height: sizes.control,
      maxWidth: 200,
      fontSize: 13,
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
      '& select': { padding: '0 28px 0 10px !important', height: '100%' },
    },
  }),
  { name: 'WorkflowRunsSmallSelect' },
);

/** A small field to choose one of a few. */
export function SmallSelect(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}) {
  const { label, value, onChange, options } = props;
  const classes = useStyles();
  return (
    <NativeSelect
      value={value}
      onChange={event => onChange(event.target.value)}
      input={<OutlinedInput className={classes.input} />}
      inputProps={{ 'aria-label': label }}
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  );
}
