import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LogSource, TraceSource } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { ExternalLogs } from '../logs/ExternalLogs';
import { TraceSources } from '../traces/TraceSources';

const tempo: TraceSource = {
  provider: 'Tempo',
  outcome: 'found',
  message: null,
  isCut: false,
  spans: [
    {
      id: 'a',
      parentId: null,
      name: 'run data_sync',
      service: 'portal',
      startNs: '1763649065123456789',
      durationNs: '2500001001',
      status: 'unset',
      url: 'https://tempo.example/a',
    },
    {
      id: 'b',
      parentId: 'a',
      name: 'GET /orders',
      service: 'orders',
      startNs: '1763649065223457001',
      durationNs: '100001',
      status: 'error',
      url: null,
    },
  ],
};
const loki: LogSource = {
  provider: 'Loki',
  outcome: 'found',
  message: null,
  isCut: true,
  lines: [
    {
      atNs: '1763649065223457001',
      message: '503 from the shop',
      labels: { app: 'orders', level: 'error' },
    },
  ],
};
const slow = {
  provider: 'Jaeger',
  outcome: 'slow',
  message: 'It did not answer in time',
  isCut: false,
} as const;

function aPortal(sources: { traces?: TraceSource[]; logs?: LogSource[] }) {
  const api = new FakeWorkflowRuns();
  const { run } = api.add({
    ...aSnapshot(),
    traceSources: sources.traces ?? [],
    logSources: sources.logs ?? [],
  });
  return { api, runId: run.id };
}

describe('the trace of a run', () => {
  it('is drawn span by span, with what each took and where it opens', async () => {
    const { api, runId } = aPortal({ traces: [tempo] });
    renderScreen(<TraceSources runId={runId} traceId="t" />, api);
    const trace = await screen.findByRole('region', { name: 'Trace in Tempo' });
    const rows = within(trace).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringMatching(/run data_sync.*portal.*2\.50 s/),
      expect.stringMatching(/GET \/orders.*orders.*100 µs/),
    ]);
    expect(
      within(trace).getByRole('link', { name: /run data_sync/ }),
    ).toHaveAttribute('href', 'https://tempo.example/a');
  });

  it('says which tool has none and why, beside what the others know, and asks again', async () => {
    const { api, runId } = aPortal({
      traces: [{ ...slow, spans: [] }, tempo],
    });
    renderScreen(<TraceSources runId={runId} traceId="t" />, api);
    const problem = await screen.findByText('Jaeger takes too long.');
    expect(problem.parentElement).toHaveTextContent(
      'It did not answer in time.',
    );
    expect(screen.getByText('GET /orders')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    expect(api.calls.filter(({ id }) => id === 'getTraces')).toHaveLength(2);
  });

  it('says so where the portal itself cannot tell', async () => {
    const { api, runId } = aPortal({});
    api.fail('getTraces', apiError(500, { message: 'broken' }));
    renderScreen(<TraceSources runId={runId} traceId="t" />, api);
    expect(
      await screen.findByText('The trace could not be loaded'),
    ).toBeInTheDocument();
  });
});

describe('log lines from elsewhere', () => {
  it('say where they come from, and that there are more', async () => {
    const { api, runId } = aPortal({ logs: [loki] });
    renderScreen(<ExternalLogs runId={runId} />, api);
    const lines = await screen.findByRole('list', { name: 'Lines in Loki' });
    expect(lines).toHaveTextContent('503 from the shop');
    expect(within(lines).getByTitle('app=orders, level=error')).toBeVisible();
    expect(screen.getByText('The first 1 lines are shown.')).toBeVisible();
  });

  it('are not there where no store is configured', async () => {
    const { api, runId } = aPortal({});
    renderScreen(<ExternalLogs runId={runId} />, api);
    await waitFor(() => expect(api.calls).toHaveLength(1));
    expect(screen.queryByRole('heading')).toBeNull();
    expect(screen.queryByRole('list')).toBeNull();
  });
});
