import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AccessGrant, RunAccess } from 'backstage-plugin-workflow-runs-common';
import {
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';
import { Notice } from '../layout/Notice';

/** What is known of who can see a run, and what is not. */
export function AccessAnswer(props: { access: RunAccess }) {
  const { access } = props;
  const { principal, grants, limits, you } = access;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { quiet } = useStatusColors();
  return (
    <>
      {principal ? (
        <Principal principal={principal} />
      ) : (
        <p>{t('access.you', { ref: entityName(you.ref) })}</p>
      )}
      <h3 style={{ fontSize: 14, fontWeight: 500, margin: '16px 0 4px' }}>
        {t('access.grants')}
      </h3>
      <Grants grants={principal ? principal.grants : grants} />
      <h3 style={{ fontSize: 14, fontWeight: 500, margin: '16px 0 4px' }}>
        {t('access.limits')}
      </h3>
      <ul style={{ margin: 0, paddingLeft: 20, color: quiet, fontSize: 13 }}>
        {limits.map(limit => (
          <li key={limit}>{t(`access.limit.${limit}`)}</li>
        ))}
      </ul>
    </>
  );
}

function Principal(props: { principal: NonNullable<RunAccess['principal']> }) {
  const { ref, isKnown, memberOf, grants } = props.principal;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const sees = grants.length > 0;
  return (
    <>
      <Notice tone={sees ? 'completed' : 'skipped'} role="status">
        <strong>{t(sees ? 'access.sees' : 'access.seesNot', { ref })}</strong>
        <br />
        {t('access.members', { refs: memberOf.join(', ') })}
      </Notice>
      {!isKnown && (
        <Notice tone="waiting">{t('access.unknown', { ref })}</Notice>
      )}
    </>
  );
}

function Grants(props: { grants: AccessGrant[] }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (props.grants.length === 0) return <p>{t('access.none')}</p>;
  return (
    <DataTable
      label={t('access.grants')}
      items={props.grants}
      idOf={({ by, ref, role }) => `${by}/${role}/${ref}`}
      columns={[
        {
          id: 'who',
          label: t('access.who'),
          cell: ({ ref }) => (ref === '*' ? t('access.everybody') : ref),
        },
        {
          id: 'why',
          label: t('access.why'),
          cell: ({ by, role }) => t(`access.by.${by}`, { role }),
        },
        {
          id: 'may',
          label: t('access.may'),
          cell: ({ permissions }) => (
            <span title={permissions.join('\n')}>
              {t('access.permissions', { count: permissions.length })}
            </span>
          ),
        },
      ]}
    />
  );
}
