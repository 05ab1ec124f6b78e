import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  Tag,
  useSavedViews,
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallInput } from '../layout/SmallInput';
import { SmallSelect } from '../layout/SmallSelect';
import { RuleDraft } from './draft';

const useStyles = makeStyles(
  theme => ({
    row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
    hint: { fontSize: 12, color: statusColorsOf(theme).quiet },
    remove: { padding: 2, marginLeft: 2, '& svg': { fontSize: 14 } },
  }),
  { name: 'WorkflowRunsAlertScope' },
);

/** Which runs a rule watches. */
export function AlertScopeFields(props: {
  draft: RuleDraft;
  onChange: (change: Partial<RuleDraft>) => void;
}) {
  const { draft, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.row}>
      <SmallSelect
        label={t('alerts.which')}
        value={draft.isOfView ? 'view' : 'workflows'}
        onChange={value => onChange({ isOfView: value === 'view' })}
        options={[
          { value: 'workflows', label: t('alerts.ofWorkflows') },
          { value: 'view', label: t('alerts.ofView') },
        ]}
      />
      {draft.isOfView ? (
        <ViewField {...props} />
      ) : (
        <WorkflowFields {...props} />
      )}
    </div>
  );
}

function ViewField(props: {
  draft: RuleDraft;
  onChange: (change: Partial<RuleDraft>) => void;
}) {
  const { draft, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { views } = useSavedViews();
  const isListed = views.some(({ id }) => id === draft.viewId);
  return (
    <SmallSelect
      label={t('alerts.view')}
      value={draft.viewId}
      onChange={viewId => onChange({ viewId })}
      options={[
        { value: '', label: t('alerts.chooseView') },
        // One of somebody else, or one that is gone.
        ...(draft.viewId !== '' && !isListed
          ? [{ value: draft.viewId, label: draft.viewId }]
          : []),
        ...views.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function WorkflowFields(props: {
  draft: RuleDraft;
  onChange: (change: Partial<RuleDraft>) => void;
}) {
  const { draft, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflows } = useWorkflows();
  const chosen = draft.workflows;
  const others = workflows.filter(({ ref }) => !chosen.includes(ref));
  return (
    <>
      {chosen.map(ref => (
        <Tag key={ref} size="small">
          {workflows.find(each => each.ref === ref)?.title ?? ref}
          <IconButton
            className={classes.remove}
            aria-label={t('alerts.removeWorkflow', { workflow: ref })}
            onClick={() =>
              onChange({ workflows: chosen.filter(each => each !== ref) })
            }
          >
            <Close />
          </IconButton>
        </Tag>
      ))}
      <SmallSelect
        label={t('alerts.addWorkflow')}
        value=""
        onChange={ref => ref && onChange({ workflows: [...chosen, ref] })}
        options={[
          { value: '', label: t('alerts.addWorkflow') },
          ...others.map(({ ref, title }) => ({ value: ref, label: title })),
        ]}
      />
      <SmallInput
        label={t('alerts.environments')}
        placeholder={t('alerts.environmentsHint')}
        width={330}
        value={draft.environments}
        onChange={environments => onChange({ environments })}
      />
    </>
  );
}
