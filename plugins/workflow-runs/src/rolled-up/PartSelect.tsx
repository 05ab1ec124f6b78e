import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { SmallSelect } from '../layout/SmallSelect';
import { CatalogWorkflow } from './catalogWorkflows';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 16px',
    },
    words: { flex: '1 1 320px' },
  },
  { name: 'WorkflowRunsPartSelect' },
);

/** Says that there are more workflows than one list can ask for, and chooses which it shows. */
export function PartSelect(props: {
  parts: CatalogWorkflow[][];
  part: number;
  /** How many workflows there are in all parts. */
  all: number;
  onPart: (part: number) => void;
}) {
  const { parts, part, all, onPart } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Notice tone="running" role="status">
      <div className={classes.root}>
        <span className={classes.words}>
          {t('rolledUp.parts', {
            all: String(all),
            shown: String(parts[part].length),
          })}
        </span>
        <SmallSelect
          label={t('rolledUp.part')}
          value={String(part)}
          onChange={value => onPart(Number(value))}
          options={parts.map((workflows, index) => ({
            value: String(index),
            label: t('rolledUp.partOption', {
              first: workflows[0].title,
              last: workflows[workflows.length - 1].title,
              size: String(workflows.length),
            }),
          }))}
        />
      </div>
    </Notice>
  );
}
