import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  Tag,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ActionsMenu } from '../layout/ActionsMenu';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';
import { byOf, targetOf } from './draft';

/** Rules that a row tells of. */
const SHOWN = 3;

const useStyles = makeStyles(
  theme => ({
    name: { fontWeight: 500, marginRight: 8 },
    quiet: { fontSize: 12, color: statusColorsOf(theme).quiet },
    rules: { margin: 0, padding: 0, listStyle: 'none', lineHeight: '20px' },
  }),
  { name: 'WorkflowRunsPoliciesTable' },
);

/** Policies in the order in which they apply. */
export function PoliciesTable(props: {
  policies: PrivacyPolicy[];
  onEdit: (policy: PrivacyPolicy) => void;
  onCopy: (policy: PrivacyPolicy) => void;
  onDelete: (policy: PrivacyPolicy) => void;
}) {
  const { policies, onEdit, onCopy, onDelete } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const scopeOf = ({ tenantId, workflow }: PrivacyPolicy) =>
    [workflow, tenantId && t('privacy.ofTenant', { tenant: tenantId })]
      .filter(Boolean)
      .join(' · ') || t('privacy.allRuns');
  return (
    <DataTable
      label={t('privacy.policies')}
      items={policies}
      idOf={policy => policy.id}
      columns={[
        {
          id: 'name',
          label: t('privacy.columns.name'),
          cell: policy => (
            <>
              <span className={classes.name}>{policy.name}</span>
              {!policy.enabled && <Tag size="small">{t('privacy.off')}</Tag>}
              {policy.description && (
                <div className={classes.quiet}>{policy.description}</div>
              )}
            </>
          ),
        },
        {
          id: 'scope',
          label: t('privacy.columns.scope'),
          width: '22%',
          cell: scopeOf,
        },
        {
          id: 'rules',
          label: t('privacy.columns.rules'),
          width: '34%',
          cell: policy => <Rules policy={policy} />,
        },
        {
          id: 'changed',
          label: t('privacy.columns.changed'),
          width: 180,
          cell: ({ updatedAt, updatedBy }) =>
            updatedAt && updatedBy ? (
              <>
                <span title={updatedBy}>{entityName(updatedBy)}</span>{' '}
                <span className={classes.quiet}>
                  <Timestamp value={updatedAt} />
                </span>
              </>
            ) : (
              <span className={classes.quiet}>
                {t('privacy.fromConfiguration')}
              </span>
            ),
        },
        {
          id: 'actions',
          label: '',
          width: 48,
          cell: policy => (
            <ActionsMenu
              label={`${t('privacy.columns.actions')}: ${policy.name}`}
              size="small"
              items={actionsOf(policy)}
            />
          ),
        },
      ]}
    />
  );

  function actionsOf(policy: PrivacyPolicy) {
    const isOurs = policy.origin === 'database';
    const changing = {
      allowed: isOurs,
      reason: isOurs ? null : t('privacy.fromConfigurationHint'),
    };
    return [
      {
        id: 'edit',
        label: t('privacy.edit'),
        action: changing,
        onChoose: () => onEdit(policy),
      },
      {
        id: 'copy',
        label: t('privacy.copy'),
        action: { allowed: true, reason: null },
        onChoose: () => onCopy(policy),
      },
      {
        id: 'delete',
        label: t('privacy.delete'),
        action: changing,
        divided: true,
        onChoose: () => onDelete(policy),
      },
    ];
  }
}

function Rules(props: { policy: PrivacyPolicy }) {
  const { rules } = props.policy;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const more = rules.length - SHOWN;
  return (
    <ul className={classes.rules}>
      {rules.slice(0, SHOWN).map((rule, index) => (
        <li key={index}>
          {t(`privacy.rule.${byOf(rule)}`, { target: targetOf(rule) })}
          {' → '}
          {t(`privacy.treatment.${rule.treatment}`)}
        </li>
      ))}
      {more > 0 && (
        <li className={classes.quiet}>
          {t('privacy.moreRules', { count: more })}
        </li>
      )}
    </ul>
  );
}
