import { InputHTMLAttributes, Ref } from 'react';
import InputAdornment from '@material-ui/core/InputAdornment';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import Search from '@material-ui/icons/Search';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      width: 240,
      height: sizes.control,
      fontSize: 13,
      paddingLeft: 8,
      paddingRight: 8,
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
    },
    key: {
      padding: '0 5px',
      borderRadius: 3,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      fontSize: 11,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsSearchField' },
);

/** A small field to search or filter with. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  inputRef?: Ref<HTMLInputElement>;
  /** The key that leads here. */
  shortcut?: string;
  fullWidth?: boolean;
  inputProps?: InputHTMLAttributes<HTMLInputElement>;
  /** Enter goes on to the next that was found, Shift+Enter back. */
  onStep?: (by: 1 | -1) => void;
}) {
  const { label, value, onChange, inputRef, shortcut, onStep } = props;
  const classes = useStyles();
  return (
    <OutlinedInput
      className={classes.root}
      style={props.fullWidth ? { width: '100%' } : undefined}
      value={value}
      placeholder={label}
      inputRef={inputRef}
      onChange={event => onChange(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' && value !== '') {
          event.stopPropagation();
          onChange('');
        } else if (event.key === 'Enter' && onStep) {
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }
      }}
      inputProps={{ 'aria-label': label, type: 'search', ...props.inputProps }}
      startAdornment={
        <InputAdornment position="start">
          <Search style={{ fontSize: 18 }} aria-hidden />
        </InputAdornment>
      }
      endAdornment={
        shortcut && value === '' ? (
          <kbd className={classes.key} aria-hidden>
            {shortcut}
          </kbd>
        ) : undefined
      }
    />
  );
}
