import { screen } from '@testing-library/react';
import {
  RunDocument,
  WorkflowDocument,
} from 'backstage-plugin-workflow-runs-common';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunResult } from './RunResult';
import { WorkflowResult } from './WorkflowResult';

const run: RunDocument = {
  title: 'Data sync run_1',
  text: 'failed, prod',
  location: '/elsewhere/runs/run_1',
  runId: 'run_1',
  workflow: 'embedded/data_sync',
  workflowTitle: 'Data sync',
  engine: 'embedded',
  environment: 'prod',
  status: 'failed',
  tags: ['nightly'],
  businessEventId: 'erp:4711',
  failure: 'The warehouse ate the zebra',
  errorCode: null,
  queuedAt: '2026-11-20T10:00:00.000Z',
  completedAt: '2026-11-20T10:01:00.000Z',
  readAt: '2026-11-20T10:02:00.000Z',
};

const workflow: WorkflowDocument = {
  title: 'Data sync',
  text: 'Copies orders',
  location: '/elsewhere',
  workflow: 'embedded/data_sync',
  engine: 'embedded',
  version: '2.1.0',
  description: 'Copies orders',
  owners: 'group:default/team-data, user:default/dana',
  entityRef: 'component:default/data-sync',
};

const show = (element: JSX.Element) =>
  renderScreen(element, new FakeWorkflowRuns());

describe('a run that was found', () => {
  it('opens where its page is, whatever the index thinks', async () => {
    show(<RunResult result={run} />);
    const link = await screen.findByRole('link', { name: 'Data sync run_1' });
    expect(link).toHaveAttribute('href', '/workflow-runs/runs/run_1');
  });

  it('says what became of it, why and when', async () => {
    const { container } = show(<RunResult result={run} />);
    expect(await screen.findByText('Failed')).toBeInTheDocument();
    expect(screen.getByText('The warehouse ate the zebra')).toBeVisible();
    for (const fact of ['prod', 'erp:4711', 'nightly']) {
      expect(screen.getByText(fact)).toBeInTheDocument();
    }
    expect(container.querySelectorAll('time')).toHaveLength(1);
  });

  it('says how old its status is while it may have gone on', async () => {
    show(<RunResult result={{ ...run, status: 'running' } as RunDocument} />);
    expect(await screen.findByText(/Status of/)).toBeInTheDocument();
  });

  it('marks what was looked for', async () => {
    const highlight = {
      preTag: '<x>',
      postTag: '</x>',
      fields: { failure: 'The warehouse ate the <x>zebra</x>' },
    };
    show(<RunResult result={run} highlight={highlight} />);
    expect((await screen.findByText('zebra')).tagName).toBe('MARK');
  });

  it('is shown plainly where another version has read it', async () => {
    const { title, text, location } = run;
    show(<RunResult result={{ title, text, location }} />);
    const link = await screen.findByRole('link', { name: title });
    expect(link).toHaveAttribute('href', location);
  });
});

describe('a workflow that was found', () => {
  it('lists its runs, and says whose it is', async () => {
    show(<WorkflowResult result={workflow} />);
    const link = await screen.findByRole('link', { name: 'Data sync' });
    expect(link).toHaveAttribute(
      'href',
      '/workflow-runs?workflow=embedded%2Fdata_sync',
    );
    expect(screen.getByText('Owned by team-data, dana')).toBeInTheDocument();
    expect(screen.getByText('Version 2.1.0')).toBeInTheDocument();
  });
});
