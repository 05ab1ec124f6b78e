import { FormEvent, useEffect, useRef, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import Add from '@material-ui/icons/Add';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  sizes,
  statusColorsOf,
  useRemark,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { MoreTags } from './MoreTags';
import { RunTag } from './RunTag';

const LONGEST_TAG = 100;
/** Others are a click away: an engine may give a run thousands. */
const MOST_TAGS = 30;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'contents' },
    add: {
      minHeight: sizes.chip,
      height: sizes.chip,
      padding: '0 8px',
      fontSize: 12,
      borderRadius: sizes.radius.pill,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
      '& .MuiButton-startIcon': { marginRight: 4 },
      '& .MuiButton-startIcon svg': { fontSize: 14 },
    },
    form: { display: 'inline-flex', alignItems: 'center', gap: 4 },
    input: {
      height: 28,
      width: 168,
      fontSize: 12,
      '& input': { padding: '0 10px' },
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
    },
    problem: { fontSize: 12, color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsTags' },
);

/** Tags of a run, to be added and removed in place. */
export function TagEditor(props: { run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRemark(run.id, 'tagRun');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const opener = useRef<HTMLButtonElement>(null);
  const allowed = run.allowedActions.tag?.allowed === true;
  const remove = allowed
    ? (tag: string) => request.send({ remove: [tag] })
    : undefined;
  const tag = text.trim();
  const taken = tag !== '' && run.tags.includes(tag);
  const { answer } = request;
  useEffect(() => {
    if (answer) setText('');
  }, [answer]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag !== '' && !taken) request.send({ add: [tag] });
  };
  const close = () => {
    setOpen(false);
    setText('');
    setTimeout(() => opener.current?.focus());
  };
  const problem = () => {
    if (taken) return t('tagging.taken');
    if (request.phase !== 'refused') return undefined;
    const { message, violations } = describeError(request.error);
    return t('tagging.failed', {
      message: violations[0]?.message ?? message,
    });
  };
  const said = problem();
  return (
    <div className={classes.root} role="group" aria-label={t('tagging.label')}>
      {run.tags.slice(0, MOST_TAGS).map(each => (
        <RunTag key={each} tag={each} onRemove={remove} />
      ))}
      {run.tags.length > MOST_TAGS && (
        <MoreTags
          tags={run.tags}
          more={run.tags.length - MOST_TAGS}
          onRemove={remove}
        />
      )}
      {open ? (
        <form className={classes.form} onSubmit={submit}>
          <OutlinedInput
            className={classes.input}
            // The button that was pressed gives way to it.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={text}
            error={said !== undefined}
            placeholder={t('tagging.field')}
            inputProps={{
              'aria-label': t('tagging.field'),
              maxLength: LONGEST_TAG,
            }}
            onChange={event => setText(event.target.value)}
            onKeyDown={event => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              close();
            }}
          />
          <IconButton
            size="small"
            aria-label={t('tagging.dismiss')}
            onClick={close}
          >
            <Close style={{ fontSize: 16 }} />
          </IconButton>
        </form>
      ) : (
        <ActionButton
          buttonRef={opener}
          // It gets the focus the moment it is there, when the ripple is not yet.
          disableFocusRipple
          size="small"
          className={classes.add}
          startIcon={<Add />}
          action={run.allowedActions.tag}
          onClick={() => setOpen(true)}
        >
          {t('tagging.add')}
        </ActionButton>
      )}
      {said && (
        <span className={classes.problem} role="alert">
          {said}
        </span>
      )}
    </div>
  );
}
