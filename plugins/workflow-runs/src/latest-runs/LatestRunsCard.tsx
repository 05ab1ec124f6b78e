import { ReactNode } from 'react';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  useLatestRuns,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { LINE_HEIGHT, RunLines } from './RunLines';

const MOST = 5;

/** The latest few runs that fit a filter, as a card of the portal. */
export function LatestRunsCard(props: {
  title: string;
  filter: RunFilter;
  nameOf: (run: Run) => ReactNode;
  hrefOf: (runId: string) => string;
  /** Where all of them are listed. */
  allHref: string;
  empty: { title: string; hint: string };
}) {
  const { title, filter, nameOf, hrefOf, allHref, empty } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const latest = useLatestRuns(filter, { limit: MOST });
  return (
    <EntityInfoCard
      title={title}
      headerActions={<Link to={allHref}>{t('latest.all')}</Link>}
    >
      {/* As high as it can become, so that nothing below it moves. */}
      <div style={{ minHeight: MOST * LINE_HEIGHT }}>
        <PanelBody
          source={latest}
          title={t('latest.error')}
          rows={MOST}
          empty={
            latest.runs.length === 0 ? (
              <EmptyState
                dense
                title={empty.title}
                actions={<Link to={allHref}>{t('statistics.toRuns')}</Link>}
              >
                {empty.hint}
              </EmptyState>
            ) : undefined
          }
        >
          <RunLines
            runs={latest.runs}
            label={title}
            nameOf={nameOf}
            hrefOf={hrefOf}
          />
        </PanelBody>
      </div>
    </EntityInfoCard>
  );
}
