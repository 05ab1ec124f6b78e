import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OperatorAction } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RunSnapshot,
  Timestamp,
  useRunActions,
  useRunChanges,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { SmallSelect } from '../layout/SmallSelect';
import { ActionReason } from './ActionReason';
import { WhatChanged } from './WhatChanged';

const changesSomething = ({ action }: OperatorAction) =>
  action === 'tag' || action === 'assign';

/** What was asked of a run, by whom, when and why, and what it has changed. */
export function AuditPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useRunActions(run.id);
  const { items } = source;
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  const { changes, cut } = useRunChanges(run.id, {
    enabled: items.some(changesSomething),
  });
  const shown = items.filter(
    each =>
      (actor === '' || each.actor === actor) &&
      (action === '' || each.action === action),
  );
  const nameOf = (key: string) =>
    steps.find(step => step.stepKey === key)?.name ?? key;
  return (
    <PanelBody
      source={source}
      title={t('audit.error')}
      rows={3}
      empty={
        items.length === 0 ? (
          <EmptyState dense title={t('audit.empty')}>
            {t('audit.emptyHint')}
          </EmptyState>
        ) : undefined
      }
    >
      <div style={{ padding: '12px 20px 0', display: 'flex', gap: 8 }}>
        <SmallSelect
          label={t('audit.actors')}
          value={actor}
          onChange={setActor}
          options={[
            { value: '', label: t('audit.allActors') },
            ...valuesOf(items, each => each.actor).map(value => ({
              value,
              label: entityName(value),
            })),
          ]}
        />
        <SmallSelect
          label={t('audit.actions')}
          value={action}
          onChange={setAction}
          options={[
            { value: '', label: t('audit.allActions') },
            ...valuesOf(items, each => each.action).map(value => ({
              value,
              label: words('action', value),
            })),
          ]}
        />
      </div>
      <div style={{ padding: '0 8px 8px' }}>
        {cut && <Notice tone="waiting">{t('audit.cut')}</Notice>}
        {shown.length === 0 ? (
          <EmptyState dense title={t('audit.noMatch')} />
        ) : (
          <DataTable
            label={t('tabs.audit')}
            items={shown}
            idOf={each => each.id}
            columns={[
              {
                id: 'at',
                label: t('audit.at'),
                width: 120,
                cell: each => <Timestamp value={each.requestedAt} />,
              },
              {
                id: 'actor',
                label: t('audit.actor'),
                cell: each => (
                  <span title={each.actor}>{entityName(each.actor)}</span>
                ),
              },
              {
                id: 'action',
                label: t('audit.action'),
                cell: each => (
                  <>
                    <strong>{words('action', each.action)}</strong>
                    {each.stepKey &&
                      ` ${t('audit.onStep', { step: nameOf(each.stepKey) })}`}
                    <WhatChanged change={changes[each.id]} />
                  </>
                ),
              },
              {
                id: 'reason',
                label: t('audit.reason'),
                width: '38%',
                cell: each => <ActionReason reason={each.reason} />,
              },
              {
                id: 'status',
                label: t('audit.status'),
                cell: each =>
                  [words('actionStatus', each.status), each.message]
                    .filter(Boolean)
                    .join(': '),
              },
            ]}
          />
        )}
      </div>
    </PanelBody>
  );
}

function valuesOf(
  items: readonly OperatorAction[],
  of: (item: OperatorAction) => string,
): string[] {
  return [...new Set(items.map(of))].sort();
}
