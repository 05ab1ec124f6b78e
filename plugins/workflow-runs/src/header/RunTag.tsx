import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  Tag,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    chip: { display: 'inline-flex', position: 'relative', maxWidth: 224 },
    removable: { '& > span': { paddingRight: 26 } },
    remove: {
      position: 'absolute',
      right: 2,
      top: 2,
      width: 20,
      height: 20,
      padding: 2,
      color: statusColorsOf(theme).quiet,
      '& svg': { fontSize: 14 },
    },
  }),
  { name: 'WorkflowRunsRunTag' },
);

/** A tag of a run, with a button that takes it away where that is allowed. */
export function RunTag(props: {
  tag: string;
  onRemove?: (tag: string) => void;
}) {
  const { tag, onRemove } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span className={`${classes.chip} ${onRemove ? classes.removable : ''}`}>
      <Tag title={tag}>{tag}</Tag>
      {onRemove && (
        <IconButton
          className={classes.remove}
          aria-label={t('tagging.remove', { tag })}
          onClick={() => onRemove(tag)}
        >
          <Close />
        </IconButton>
      )}
    </span>
  );
}
