import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunHandlerEntry } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField } from './fields';
import { Way } from './ways';

const useStyles = makeStyles(
  theme => ({
    known: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 6,
      marginTop: 6,
      // Its place is kept while the run is asked.
      minHeight: sizes.chip,
      maxHeight: 96,
      overflowY: 'auto',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    name: {
      height: sizes.chip,
      padding: '0 10px',
      maxWidth: '100%',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      borderRadius: sizes.radius.pill,
      border: `1px solid ${statusColorsOf(theme).control}`,
      background: 'none',
      color: theme.palette.text.primary,
      fontFamily: monospace,
      fontSize: 12,
      cursor: 'pointer',
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
      '&[aria-pressed=true]': {
        borderColor: statusColorsOf(theme).running.line,
        backgroundColor: statusColorsOf(theme).running.wash,
        color: statusColorsOf(theme).running.text,
      },
    },
  }),
  { name: 'WorkflowRunsTellName' },
);

/** What a run is told or asked, by name: one that it says it understands, or any other. */
export function TellNameField(props: {
  way: Way;
  hint: string | undefined;
  known: readonly RunHandlerEntry[];
  /** The run is being asked what it understands. */
  looking: boolean;
  /** Why it could not be asked; nothing where it could. */
  problem: string | undefined;
  value: string;
  onChange: (name: string) => void;
  error: string | undefined;
}) {
  const { way, hint, known, looking, problem, value, onChange, error } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const chosen = known.find(({ name }) => name === value);
  return (
    <div>
      <OperationField
        id="workflow-runs-tell-name"
        label={t(`operate.tell.name.${way}`)}
        helperText={chosen?.description ?? hint}
        required
        value={value}
        onChange={onChange}
        error={error}
        inputProps={{ autoCapitalize: 'off', spellCheck: false }}
      />
      {problem && (
        <div className={classes.known}>
          {t('operate.tell.unknown', { message: problem })}
        </div>
      )}
      {(looking || known.length > 0) && (
        <div
          className={classes.known}
          role="group"
          aria-label={t('operate.tell.known')}
        >
          <span>
            {looking ? t('operate.tell.looking') : t('operate.tell.known')}
          </span>
          {known.map(({ name, description }) => (
            <button
              key={name}
              type="button"
              className={classes.name}
              title={description ?? name}
              aria-pressed={name === value}
              onClick={() => onChange(name)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
