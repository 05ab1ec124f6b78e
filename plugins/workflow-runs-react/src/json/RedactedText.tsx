import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { splitRedacted } from './redacted';

const useStyles = makeStyles(
  theme => ({
    chip: {
      display: 'inline-block',
      padding: '0 4px',
      lineHeight: '16px',
      borderRadius: 3,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: statusColorsOf(theme).skipped.wash,
      color: statusColorsOf(theme).skipped.text,
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'WorkflowRunsRedacted' },
);

/** A text; what was removed from it stands as a chip that names its kind. @public */
export function RedactedText(props: { text: string }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    // People and programs write it, in whichever direction: what stands around it stays in place.
    <bdi>
      {splitRedacted(props.text).map((part, index) =>
        'text' in part ? (
          <Fragment key={index}>{part.text}</Fragment>
        ) : (
          <span
            key={index}
            className={classes.chip}
            title={t('json.redacted', { kind: part.redacted })}
          >
            <span aria-hidden>•••• </span>
            {part.redacted}
          </span>
        ),
      )}
    </bdi>
  );
}
