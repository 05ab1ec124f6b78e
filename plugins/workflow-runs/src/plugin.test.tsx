import { screen } from '@testing-library/react';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { entityRunDetail, entityRuns } from './entityContent';
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

describe('the plugin', () => {
  it('offers what portals build on', () => {
    expect(plugin.pluginId).toBe('workflow-runs');
    expect(Object.keys(plugin.routes)).toEqual(['root', 'run']);
    const ids = [
      'api:workflow-runs/client',
      'page:workflow-runs',
      'entity-content:workflow-runs/runs',
      'entity-content:workflow-runs/run-detail',
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
    const { title, filterFunction } = EntityContentBlueprint.dataRefs;
    expect([runs.get(title), detail.get(title)]).toEqual([
      'Runs',
      'Run detail',
    ]);
    for (const filter of [
      runs.get(filterFunction),
      detail.get(filterFunction),
    ]) {
      expect(filter?.(workflowEntity)).toBe(true);
      expect(filter?.(otherEntity)).toBe(false);
    }
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
    expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
      'href',
      '/workflow-runs',
    );
  });
});
