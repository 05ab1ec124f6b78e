import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  RedactedText,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { splitAt } from './splitAt';

const useStyles = makeStyles(
  theme => ({
    found: {
      borderRadius: 2,
      color: statusColorsOf(theme).waiting.text,
      backgroundColor: statusColorsOf(theme).waiting.wash,
      boxShadow: `0 0 0 1px ${statusColorsOf(theme).waiting.line}`,
    },
  }),
  { name: 'WorkflowRunsHighlight' },
);

/** A text in which what was searched for stands out, and what was redacted stands as a chip. */
export function HighlightedText(props: { text: string; search: string }) {
  const classes = useStyles();
  return (
    <>
      {splitAt(props.text, props.search).map(({ text, found }, index) =>
        found ? (
          <mark key={index} className={classes.found}>
            {text}
          </mark>
        ) : (
          <Fragment key={index}>
            <RedactedText text={text} />
          </Fragment>
        ),
      )}
    </>
  );
}
