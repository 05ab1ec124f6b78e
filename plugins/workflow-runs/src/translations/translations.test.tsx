import { screen, within } from '@testing-library/react';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  aRun,
  aSnapshot,
  aStep,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import plugin from '..';
import { giveElementsSize } from '../__testUtils__/render';
import translations from '.';

// A whole portal starts in each of them.
jest.setTimeout(60_000);

const RUN = aRun({
  status: 'failed',
  startedAt: new Date(Date.now() - 9_004_400).toISOString(),
  completedAt: new Date(Date.now() - 9_000_000).toISOString(),
  durationMs: 4_400,
});

/** A portal whose reader has chosen a language. */
function openPortal(language: string, path: string) {
  const api = new FakeWorkflowRuns();
  api.add({
    ...aSnapshot({ run: RUN }),
    steps: [aStep({ status: 'completed', durationMs: 420 })],
  });
  window.localStorage.setItem('language', language);
  renderTestApp({
    features: [
      plugin,
      translations,
      createFrontendModule({
        pluginId: 'workflow-runs',
        extensions: [
          ApiBlueprint.make({
            name: 'client',
            params: defineParams =>
              defineParams({
                api: workflowRunsApiRef,
                deps: {},
                factory: () => api,
              }),
          }),
        ],
      }),
    ],
    config: {
      app: {
        baseUrl: 'http://localhost:3000',
        extensions: [
          {
            'api:app/app-language': {
              config: { availableLanguages: ['en', 'de', 'fr'] },
            },
          },
        ],
      },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    initialRouteEntries: [path],
  });
}

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
  window.localStorage.removeItem('language');
});

it('shows the list in the language of the reader, with its dates and numbers', async () => {
  openPortal('de', '/workflow-runs');
  const row = await screen.findByTestId(`run-${RUN.id}`, undefined, {
    timeout: 25_000,
  });
  expect(within(row).getByText('Fehlgeschlagen')).toBeInTheDocument();
  expect(within(row).getByText('vor 2 h')).toBeInTheDocument();
  expect(within(row).getByText('4,4 s')).toBeInTheDocument();
  expect(
    screen.getByRole('tab', { name: /^Fehlgeschlagen/ }),
  ).toBeInTheDocument();
});

it('shows the page of a run in it', async () => {
  openPortal('de', `/workflow-runs/runs/${RUN.id}`);
  expect(
    await screen.findByText('Fortschritt', undefined, { timeout: 25_000 }),
  ).toBeInTheDocument();
  expect(screen.getByRole('tab', { name: /^Entscheidungen/ })).toBeVisible();
});

it('shows English words and numbers to readers of a language that there is not', async () => {
  openPortal('fr', '/workflow-runs');
  const row = await screen.findByTestId(`run-${RUN.id}`, undefined, {
    timeout: 25_000,
  });
  expect(within(row).getByText('Failed')).toBeInTheDocument();
  expect(within(row).getByText('2 h ago')).toBeInTheDocument();
  expect(within(row).getByText('4.4 s')).toBeInTheDocument();
});
