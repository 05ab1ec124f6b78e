import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  StaleNote,
  WorkflowRunsProvider,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Notice } from '../layout/Notice';
import { Surface } from '../layout/Surface';
import { useRunHref } from '../run-page/useRunHref';
import { RunsByView } from '../runs-list/RunsByView';
import { MOST_LEVELS } from './catalogWorkflows';
import { NoWorkflows } from './NoWorkflows';
import { inParts } from './parts';
import { PartSelect } from './PartSelect';
import { useBelongingWorkflows } from './useBelongingWorkflows';
import { usePart } from './usePart';

/** How many workflows an empty list names. */
const MOST_NAMES = 8;

/** The tab of a system, domain or group with the runs of all workflows that belong to it. */
export function RolledUpRuns() {
  return (
    <WorkflowRunsProvider>
      <Surface>
        <OfEntity />
      </Surface>
    </WorkflowRunsProvider>
  );
}

function OfEntity() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runHref = useRunHref();
  const { entity, workflows, unfinished, ...found } = useBelongingWorkflows();
  const parts = useMemo(() => inParts(workflows), [workflows]);
  const { part, setPart } = usePart(parts.length);

  if (found.loading) {
    return (
      <Card style={{ marginTop: 96 }}>
        <RowsSkeleton rows={8} rowHeight={sizes.runRow} />
      </Card>
    );
  }
  if (found.error && found.updatedAt === 0) {
    return (
      <Card>
        <ErrorState
          error={found.error}
          title={t('rolledUp.error')}
          onRetry={found.reload}
        />
      </Card>
    );
  }
  if (workflows.length === 0) return <NoWorkflows entity={entity} />;

  const shown = parts[part];
  const names = shown.slice(0, MOST_NAMES).map(({ title }) => title);
  return (
    <>
      {Boolean(found.error) && (
        <StaleNote
          since={found.updatedAt}
          error={found.error}
          onRetry={found.reload}
        />
      )}
      {unfinished && (
        <Notice tone="waiting" role="status">
          {t('rolledUp.unfinished', { levels: String(MOST_LEVELS) })}
        </Notice>
      )}
      {parts.length > 1 && (
        <PartSelect
          parts={parts}
          part={part}
          all={workflows.length}
          onPart={setPart}
        />
      )}
      <RunsByView
        key={part}
        launch={null}
        hrefOf={runHref}
        scope={{ workflow: shown.map(({ ref }) => ref) }}
        nothing={{
          title: t('rolledUp.noRuns'),
          hint: t('rolledUp.noRunsHint', {
            count: shown.length,
            names:
              names.join(', ') + (shown.length > names.length ? ', …' : ''),
          }),
        }}
      />
    </>
  );
}
