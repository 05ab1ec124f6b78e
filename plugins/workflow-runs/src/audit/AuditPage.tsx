import { useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  useAudit,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { PanelBody } from '../layout/PanelBody';
import { auditFilterOf, withAuditFilters } from './auditAddress';
import { AuditExportButton } from './AuditExportButton';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';

/** Who has done or tried what in the whole portal, also to runs that are deleted. */
export function AuditPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [params, setParams] = useSearchParams();
  const filter = auditFilterOf(params);
  const hasAny = Object.keys(filter).length > 0;
  const source = useAudit(filter);
  return (
    <Card label={t('settings.tab.audit')}>
      <div style={{ display: 'flex', gap: 8, padding: '12px 20px 4px' }}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <AuditFilters
            params={params}
            hasAny={hasAny}
            onChange={changes =>
              setParams(before => withAuditFilters(before, changes))
            }
            onClear={() => setParams({})}
          />
        </div>
        <AuditExportButton filter={filter} />
      </div>
      <PanelBody
        source={source}
        title={t('audit.trailError')}
        rows={8}
        empty={
          source.items.length === 0 ? (
            <EmptyState
              title={t(hasAny ? 'audit.noMatch' : 'audit.trailEmpty')}
            >
              {hasAny ? undefined : t('audit.trailEmptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <div style={{ padding: '0 8px 8px' }}>
          <AuditTable
            label={t('settings.tab.audit')}
            items={source.items}
            pages={source}
            ofManyRuns
          />
        </div>
      </PanelBody>
    </Card>
  );
}
