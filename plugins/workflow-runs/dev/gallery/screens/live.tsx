import {
  Connection,
  ConnectionNote,
  ConnectionStatus,
  LiveIndicator,
} from 'backstage-plugin-workflow-runs-react';
import { RunsPage } from '../../../src/runs-list/RunsPage';
import { Card } from '../../../src/layout/Card';
import { PageContent } from '../../../src/layout/PageContent';
import { inTurn, see } from '../acts';
import { offline, portal, silent, unused } from '../backends';
import { NOW, passTime } from '../frozenClock';
import { GalleryScreen, GalleryState } from '../screen';

const SILENT_MS = 12_000;

const indicator = (
  status: ConnectionStatus,
  sees: string,
  connection: Partial<Connection> = {},
): GalleryState => ({
  element: (
    <PageContent>
      <Card style={{ display: 'flex', gap: 16, padding: 20 }}>
        <ConnectionNote
          connection={{ status, heardAt: NOW - SILENT_MS, ...connection }}
          onRetry={() => {}}
        />
        <LiveIndicator
          connection={{ status, heardAt: NOW - SILENT_MS, ...connection }}
        />
      </Card>
    </PageContent>
  ),
  backend: unused,
  sees,
});

const list = {
  element: (
    <PageContent>
      <RunsPage />
    </PageContent>
  ),
  query: 'view=all',
};

/** What is said of the connection, beside what is kept up to date by it. */
export const live: GalleryScreen = {
  title: 'Live connection',
  states: {
    connecting: indicator('connecting', 'Connecting', { heardAt: null }),
    live: indicator('live', 'Live'),
    delayed: indicator('delayed', 'Delayed 12 s'),
    reconnecting: indicator('reconnecting', 'Delayed 12 s'),
    polling: indicator('polling', 'Read anew', { error: offline() }),
    disconnected: indicator('disconnected', 'Disconnected', {
      error: offline(),
    }),
    paused: indicator('paused', 'Paused'),
    'list-connecting': {
      ...list,
      backend: silent(portal, 'stream'),
      sees: 'Connecting',
    },
    'list-live': { ...list, backend: portal, sees: 'Live' },
    'list-disconnected': {
      ...list,
      backend: portal,
      act: inTurn(see('Live'), async api => {
        passTime(SILENT_MS);
        for (const id of ['listRuns', 'stream']) api.fail(id, offline());
        api.streams.end(undefined, offline());
      }),
      sees: 'Disconnected',
    },
  },
};
