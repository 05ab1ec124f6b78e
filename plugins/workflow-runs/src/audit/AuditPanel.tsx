import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RunSnapshot,
  useRunAudit,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { PanelBody } from '../layout/PanelBody';
import { SmallSelect } from '../layout/SmallSelect';
import { KeptNote } from '../retention/KeptNote';
import { AccessButton } from './AccessButton';
import { AuditTable } from './AuditTable';
import { useAuditWords } from './useAuditWords';

/** Who has done or tried what with a run, when and why, and what it has changed. */
export function AuditPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const words = useAuditWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useRunAudit(run.id);
  const { items } = source;
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  const shown = items.filter(
    each =>
      (actor === '' || each.actor === actor) &&
      (action === '' || each.action === action),
  );
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
      <div
        style={{
          padding: '12px 20px 0',
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 8,
        }}
      >
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
              label: words(items.find(each => each.action === value)!),
            })),
          ]}
        />
        <span style={{ flex: 1 }} />
        <KeptNote run={run} />
        <AccessButton runId={run.id} />
      </div>
      <div style={{ padding: '0 8px 8px' }}>
        {shown.length === 0 ? (
          <EmptyState dense title={t('audit.noMatch')} />
        ) : (
          <AuditTable
            label={t('tabs.audit')}
            items={shown}
            pages={source}
            nameOfStep={key =>
              steps.find(step => step.stepKey === key)?.name ?? key
            }
          />
        )}
      </div>
    </PanelBody>
  );
}

function valuesOf(
  items: readonly AuditEntry[],
  of: (item: AuditEntry) => string,
): string[] {
  return [...new Set(items.map(of))].sort();
}
