import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { StepComparison } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aPayload,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { WorkflowRunsPage } from '../WorkflowRunsPage';
import { ComparePage } from './ComparePage';
import { differencesOf, isDifferent, scaleOf, shareOf } from './comparedRows';

const busy = {
  category: 'external_api' as const,
  code: '503',
  message: 'The shop answered 503',
};
const long = 'x'.repeat(400);

/** A run that failed, and one before it that went well. */
function backend() {
  const api = new FakeWorkflowRuns();
  api.add({
    ...aSnapshot({
      run: aRun({
        id: 'run_good',
        status: 'completed',
        workflowVersion: '1.1.0',
        queuedAt: at(-900),
        durationMs: 12_000,
      }),
      steps: [
        aStep({ status: 'completed', durationMs: 4_000, attempts: 1 }),
        aStep({
          stepKey: 'fetch',
          name: 'Fetch',
          status: 'completed',
          durationMs: 8_000,
          attempts: 1,
        }),
        aStep({ stepKey: 'old', name: 'Old', status: 'completed' }),
      ],
    }),
    payloads: [
      aPayload({ value: { pageSize: 10, region: 'eu', note: long } }),
      aPayload({ direction: 'output', value: { rows: 3 } }),
    ],
  });
  api.add({
    ...aSnapshot({
      run: aRun({
        id: 'run_bad',
        status: 'failed',
        completedAt: at(30),
        error: { ...busy, stepKey: 'fetch' },
      }),
      steps: [
        aStep({ status: 'completed', durationMs: 4_000, attempts: 1 }),
        aStep({
          stepKey: 'fetch',
          name: 'Fetch',
          status: 'failed',
          durationMs: 20_000,
          attempts: 3,
          error: busy,
        }),
      ],
    }),
    payloads: [
      aPayload({ value: { pageSize: 500, outage: true, note: 'short' } }),
      aPayload({ direction: 'output', value: { rows: 3 } }),
    ],
  });
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/?a=run_bad&b=last-good') =>
  renderScreen(<ComparePage />, api, path);

describe('the comparison', () => {
  it('puts steps side by side, and says what differs', async () => {
    const { container } = show(backend());
    const steps = await screen.findByRole('table', { name: 'Steps' });
    const rows = within(steps).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'load_accountA4.0 sB4.0 sSame',
      'FetchA20 sB8.0 sFailed → Completed12 s shorter in B3 → 1 attemptsA: The shop answered 503',
      'OldANot in this runBnot runOnly in run B',
    ]);
    expect(
      within(steps).getByRole('img', { name: 'Run A: Failed, 20 s' }),
    ).toHaveStyle({ width: '100.00%' });
    expect(
      within(steps).getByRole('img', { name: 'Run B: Completed, 8.0 s' }),
    ).toHaveStyle({ width: '40.00%' });
    expect(screen.getByText(/^Different versions/)).toBeInTheDocument();
    expect(screen.getByText('2 of 3 differ')).toBeInTheDocument();
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });

  it('lists differences of input and output by their place, and opens long ones', async () => {
    const user = userEvent.setup();
    show(backend());
    const input = await screen.findByRole('table', { name: 'Input' });
    expect(input).toHaveTextContent('/pageSizeChanged50010');
    expect(input).toHaveTextContent('/outageOnly in Atrue');
    expect(input).toHaveTextContent('/regionAdded in B"eu"');
    await user.click(
      within(input).getByRole('button', { name: 'Show all of it' }),
    );
    expect(
      within(input).getByRole('region', { name: '/note, run B' }),
    ).toHaveTextContent(long);
    expect(screen.getByRole('region', { name: 'Output' })).toHaveTextContent(
      'Both are equal',
    );
  });

  it('shows only what differs, swaps, and compares with another run', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.add(aSnapshot({ run: aRun({ id: 'run_other' }) }));
    show(api);
    const address = screen.getByTestId('address');
    await user.click(
      await screen.findByRole('checkbox', { name: 'Only differences' }),
    );
    expect(address).toHaveTextContent('only=differences');
    expect(screen.queryByText('load_account')).not.toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Swap A and B' }));
    expect(address).toHaveTextContent('/?a=run_good&b=run_bad');
    await screen.findByText('Completed → Failed');

    await user.type(
      screen.getByRole('textbox', { name: 'Id of a run' }),
      ' run_other {Enter}',
    );
    expect(address).toHaveTextContent('a=run_good&b=run_other');
    expect(
      await screen.findByRole('region', { name: 'Run B' }),
    ).toHaveTextContent('run_other');
    await user.click(screen.getByRole('button', { name: 'Last good run' }));
    expect(address).toHaveTextContent('a=run_good&b=last-good');
    expect(
      await screen.findByText('No run went well before this one'),
    ).toBeInTheDocument();
  });

  it.each([
    ['/?a=run_gone&b=last-good', 'Not found: run_gone. Choose another run.'],
    ['/?a=run_bad&b=run_gone', 'Not found: run_gone. Choose another run.'],
    ['/', 'Which runs?'],
  ])('says what is missing: %s', async (path, words) => {
    show(backend(), path);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('says which permission input and output need', async () => {
    const api = backend();
    api.runs.forEach(run => {
      run.payloads = [];
    });
    api.fail(
      'listPayloads',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read-io',
      }),
    );
    show(api);
    expect(
      await screen.findByText(/needs the permission workflow-runs\.run\.read/),
    ).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'Steps' })).toBeInTheDocument();
  });

  it('says that there is nothing to compare where a run has no values', async () => {
    const api = backend();
    api.runs.forEach(run => {
      run.payloads = [];
    });
    show(api);
    expect(
      await screen.findByText(/At least one of the runs has none/),
    ).toBeInTheDocument();
  });

  it('offers to try again when it fails', async () => {
    const api = backend();
    api.fail('compareRuns', apiError(400));
    show(api);
    expect(
      await screen.findByText('The runs could not be compared'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });

  it('names the workflow and both runs in the browser’s tab', async () => {
    renderScreen(<ComparePage />, backend(), '/?a=run_bad&b=run_good');
    await waitFor(() =>
      expect(document.title).toMatch(
        /^Trial activation: run_bad beside run_good/,
      ),
    );
  });

  it('is one click away from a failed run', async () => {
    const api = backend();
    renderScreen(<WorkflowRunsPage />, api, '/runs/run_bad');
    const card = await screen.findByRole('region', { name: 'What happened' });
    expect(
      within(card).getByRole('button', { name: 'Compare with last good' }),
    ).toHaveAttribute('href', '/workflow-runs/compare?a=run_bad&b=last-good');
  });
});

describe('what differs', () => {
  const step = {
    status: 'completed' as const,
    durationMs: 100,
    attempts: 1,
    error: null,
  };
  const compared = (overrides: Partial<StepComparison>): StepComparison => ({
    stepKey: 'a',
    name: 'a',
    a: step,
    b: step,
    differs: [],
    ...overrides,
  });

  it.each<[string, Partial<StepComparison>, boolean]>([
    ['nothing', {}, false],
    ['a step that is in one only', { b: null }, true],
    ['a status', { differs: ['status'] }, true],
  ])('%s', (_, overrides, different) => {
    expect(isDifferent(compared(overrides))).toBe(different);
  });

  it('is told in numbers', () => {
    const slow = { ...step, durationMs: 350, attempts: 2 };
    expect(
      differencesOf(
        compared({ b: slow, differs: ['duration', 'attempts', 'error'] }),
      ),
    ).toEqual([
      { kind: 'longer', byMs: 250 },
      { kind: 'attempts', a: 1, b: 2 },
    ]);
    expect(differencesOf(compared({ a: null }))).toEqual([
      { kind: 'onlyIn', run: 'B' },
    ]);
  });

  it('is drawn on one scale', () => {
    const rows = [compared({ b: { ...step, durationMs: 400 } }), compared({})];
    expect(scaleOf(rows)).toBe(400);
    expect(scaleOf([])).toBe(1);
    expect(shareOf(step, 400)).toBe(0.25);
    expect(shareOf({ ...step, durationMs: null }, 400)).toBeNull();
    expect(shareOf(null, 400)).toBeNull();
  });
});
