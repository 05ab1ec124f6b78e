import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { splitRedacted, TextPart } from './redacted';
import { useRevealer } from './RevealContext';

const useStyles = makeStyles(
  theme => ({
    chip: {
      display: 'inline-block',
      padding: '0 4px',
      font: 'inherit',
      lineHeight: '16px',
      borderRadius: 3,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: statusColorsOf(theme).skipped.wash,
      color: statusColorsOf(theme).skipped.text,
      whiteSpace: 'nowrap',
    },
    button: {
      cursor: 'pointer',
      borderColor: statusColorsOf(theme).control,
      '&:hover': { borderColor: 'currentColor' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
  }),
  { name: 'WorkflowRunsRedacted' },
);

/** A text; what was removed from it stands as a chip that names its kind. @public */
export function RedactedText(props: { text: string }) {
  return (
    // People and programs write it, in whichever direction: what stands around it stays in place.
    <bdi>
      {splitRedacted(props.text).map((part, index) =>
        'text' in part ? (
          <Fragment key={index}>{part.text}</Fragment>
        ) : (
          <Mark key={index} {...part} />
        ),
      )}
    </bdi>
  );
}

function Mark(props: Exclude<TextPart, { text: string }>) {
  const { redacted: kind, digest, token } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const reveal = useRevealer();
  const content = (
    <>
      <span aria-hidden>•••• </span>
      {kind}
      {digest && ` ${digest.slice(0, 8)}`}
    </>
  );
  if (token && reveal) {
    return (
      <button
        type="button"
        className={`${classes.chip} ${classes.button}`}
        title={t('json.revealable', { kind })}
        onClick={event => {
          // It may stand in a row that opens something else.
          event.stopPropagation();
          reveal(token, kind);
        }}
      >
        {content}
      </button>
    );
  }
  const said = () => {
    if (digest) return t('json.hashed', { kind, digest });
    return token ? t('json.tokenized', { kind }) : t('json.redacted', { kind });
  };
  return (
    <span className={classes.chip} title={said()}>
      {content}
    </span>
  );
}
