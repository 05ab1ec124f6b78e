import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunEvent } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  monospace,
  RedactedText,
  RunSnapshot,
  Timestamp,
  useRunEvents,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { PanelBody } from '../layout/PanelBody';

const mono = { fontFamily: monospace, fontSize: 12 };

/** The log of facts that everything else on the page derives from. */
export function EventsPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps, recentEvents } = props.snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const events = useRunEvents(run.id);
  const last = events.items.at(-1)?.number ?? 0;
  // What has arrived live stands behind the last page, not in a gap.
  const items = events.hasMore
    ? events.items
    : [...events.items, ...recentEvents.filter(event => event.number > last)];
  return (
    <PanelBody
      source={events}
      title={t('events.error')}
      rows={6}
      empty={
        items.length === 0 ? (
          <EmptyState dense title={t('events.empty')}>
            {t('events.emptyHint')}
          </EmptyState>
        ) : undefined
      }
    >
      <div style={{ padding: '0 8px 8px' }}>
        <DataTable<RunEvent>
          label={t('tabs.events')}
          items={items}
          idOf={event => String(event.number)}
          columns={[
            {
              id: 'number',
              label: t('events.number'),
              number: true,
              width: 48,
              cell: event => event.number,
            },
            {
              id: 'at',
              label: t('events.at'),
              width: 96,
              cell: event => (
                <Timestamp value={event.occurredAt} format="time" />
              ),
            },
            {
              id: 'type',
              label: t('events.type'),
              width: 180,
              cell: event => <span style={mono}>{event.type}</span>,
            },
            {
              id: 'step',
              label: t('events.step'),
              cell: event =>
                event.stepKey
                  ? steps.find(step => step.stepKey === event.stepKey)?.name ??
                    event.stepKey
                  : '–',
            },
            {
              id: 'details',
              label: t('events.details'),
              width: '45%',
              cell: event => (
                <span style={mono}>
                  <RedactedText text={detailsOf(event)} />
                </span>
              ),
            },
          ]}
        />
        {events.hasMore && (
          <TextButton
            size="small"
            style={{ margin: 8 }}
            disabled={events.loadingMore}
            onClick={events.loadMore}
          >
            {t('events.loadMore')}
          </TextButton>
        )}
      </div>
    </PanelBody>
  );
}

function detailsOf(event: RunEvent): string {
  return Object.entries(event.payload)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join(' ');
}
