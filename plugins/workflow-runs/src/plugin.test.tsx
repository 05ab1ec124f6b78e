import { screen, waitFor, within } from '@testing-library/react';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import {
  healthCard,
  latestRunsCard,
  rolledUpLatestRunsCard,
} from './entityCards';
import {
  entityRunDetail,
  entityRuns,
  entityStatistics,
  rolledUpRuns,
  rolledUpStatistics,
} from './entityContent';
import plugin from '.';

const workflowEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'trial-activation',
    annotations: { [WORKFLOW_ANNOTATION]: 'embedded/trial_activation' },
  },
};
const otherEntity = { ...workflowEntity, metadata: { name: 'website' } };
const system = { ...otherEntity, kind: 'System' };

describe('the plugin', () => {
  it('offers what portals build on', () => {
    expect(plugin.pluginId).toBe('workflow-runs');
    expect(Object.keys(plugin.routes)).toEqual(['root', 'run']);
    const ids = [
      'api:workflow-runs/client',
      'page:workflow-runs',
      'entity-content:workflow-runs/runs',
      'entity-content:workflow-runs/run-detail',
      'entity-content:workflow-runs/statistics',
      'entity-content:workflow-runs/rolled-up-runs',
      'entity-content:workflow-runs/rolled-up-statistics',
      'entity-card:workflow-runs/latest-runs',
      'entity-card:workflow-runs/health',
      'entity-card:workflow-runs/rolled-up-latest-runs',
      'home-page-widget:workflow-runs/my-runs',
      'search-result-list-item:workflow-runs/run',
      'search-result-list-item:workflow-runs/workflow',
      'search-filter-result-type:workflow-runs/run',
      'search-filter-result-type:workflow-runs/workflow',
    ] as const;
    ids.forEach(id => expect(plugin.getExtension(id)).toBeDefined());
  });

  it('shows its tabs on entities of workflows only', () => {
    const runs = createExtensionTester(entityRuns);
    const detail = createExtensionTester(entityRunDetail);
    const statistics = createExtensionTester(entityStatistics);
    const { title, filterFunction } = EntityContentBlueprint.dataRefs;
    expect([runs.get(title), detail.get(title), statistics.get(title)]).toEqual(
      ['Runs', 'Run detail', 'Statistics'],
    );
    for (const filter of [
      runs.get(filterFunction),
      detail.get(filterFunction),
      statistics.get(filterFunction),
    ]) {
      expect(filter?.(workflowEntity)).toBe(true);
      expect(filter?.(otherEntity)).toBe(false);
      expect(filter?.(system)).toBe(false);
    }
  });

  it('rolls up on systems, domains and groups that are no workflow themselves', () => {
    const { filterFunction } = EntityContentBlueprint.dataRefs;
    for (const filter of [
      createExtensionTester(rolledUpRuns).get(filterFunction),
      createExtensionTester(rolledUpStatistics).get(filterFunction),
    ]) {
      const shown = [
        system,
        { ...system, kind: 'Domain' },
        { ...system, kind: 'group' },
        { ...system, kind: 'User' },
        { ...workflowEntity, kind: 'System' },
        workflowEntity,
      ].map(entity => filter?.(entity));
      expect(shown).toEqual([true, true, true, false, false, false]);
    }
  });

  it('shows its cards where they have something to say', () => {
    const { filterFunction } = EntityCardBlueprint.dataRefs;
    const latest = createExtensionTester(latestRunsCard).get(filterFunction);
    const health = createExtensionTester(healthCard).get(filterFunction);
    const rolledUp = createExtensionTester(rolledUpLatestRunsCard).get(
      filterFunction,
    );
    const shown = [workflowEntity, system].map(entity =>
      [latest, health, rolledUp].map(filter => filter?.(entity)),
    );
    expect(shown).toEqual([
      [true, true, false],
      [false, false, true],
    ]);
  });

  it('has a page, lists runs there and opens one', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    renderTestApp({
      features: [
        plugin,
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
      initialRouteEntries: ['/workflow-runs'],
      config: {
        app: { title: 'Example portal' },
        backend: { baseUrl: 'http://localhost' },
      },
    });
    const link = await screen.findByRole(
      'link',
      { name: /Open run/ },
      { timeout: 10_000 },
    );
    expect(link).toHaveAttribute(
      'href',
      '/workflow-runs/runs/run_01JDA8M2Q6ZK3V7QK',
    );
    link.click();
    expect(
      await screen.findByRole('heading', { name: 'Trial activation' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toBe(
        'Running: Trial activation run_01JD…V7QK | Example portal',
      ),
    );
    const way = screen.getByRole('navigation', { name: 'Breadcrumbs' });
    expect(
      within(way)
        .getAllByRole('link')
        .map(each => [each.textContent, each.getAttribute('href')]),
    ).toEqual([
      ['Workflow runs', '/workflow-runs'],
      [
        'Trial activation',
        '/workflow-runs?workflow=embedded%2Ftrial_activation',
      ],
    ]);
    expect(way).toHaveTextContent(/run_01JD…V7QK$/);
  });
});
