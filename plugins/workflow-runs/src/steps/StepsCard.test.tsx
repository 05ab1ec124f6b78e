import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  anAttempt,
  anUpdate,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';

const RUN = aRun().id;
const busy = {
  category: 'external_api' as const,
  code: '503',
  message: 'The shop answered 503',
};
const ended = (from: number, to: number) => ({
  status: 'completed' as const,
  attempts: 1,
  startedAt: at(from),
  completedAt: at(to),
  durationMs: (to - from) * 1_000,
});

/** Two branches at once, of which one is retried; a fan-out; and what was undone. */
function failedRun(): Partial<FakeRun> {
  const branch = (stepKey: string) => ({
    branchId: stepKey,
    dependsOn: ['plan'],
  });
  return {
    ...aSnapshot({
      run: aRun({
        status: 'failed',
        completedAt: at(60),
        durationMs: 60_000,
        error: { ...busy, stepKey: 'fetch_west' },
        sla: { status: 'breached', targetMs: 50_000, dueAt: at(50) },
      }),
      steps: [
        aStep({ stepKey: 'plan', name: 'Plan', ...ended(0, 4) }),
        aStep({
          stepKey: 'fetch_east',
          stepNumber: 2,
          name: 'Fetch east',
          ...branch('fetch_east'),
          ...ended(9, 20),
          resourceUsage: { tokens: 1_200, computeMs: 900 },
          validation: [
            { validator: 'rows', passed: true, score: null, reasons: [] },
            { validator: 'sums', passed: false, score: null, reasons: [] },
          ],
        }),
        aStep({
          stepKey: 'fetch_west',
          stepNumber: 3,
          name: 'Fetch west',
          ...branch('fetch_west'),
          ...ended(4, 40),
          status: 'failed',
          attempts: 2,
          error: busy,
        }),
        aStep({
          stepKey: 'extract',
          stepNumber: 4,
          name: 'Extract',
          type: 'map',
          itemCount: 2,
          failedItems: 1,
          ...branch('extract'),
          ...ended(4, 30),
          attempts: 0,
        }),
        aStep({
          stepKey: 'extract',
          stepNumber: 4,
          itemIndex: 0,
          name: 'Extract',
          ...ended(4, 8),
        }),
        aStep({
          stepKey: 'extract',
          stepNumber: 4,
          itemIndex: 1,
          name: 'Extract',
          ...ended(4, 30),
        }),
        aStep({
          stepKey: 'fetch_east:compensate',
          stepNumber: 2,
          name: 'Fetch east',
          type: 'compensation',
          ...ended(45, 55),
        }),
      ],
      attempts: [
        anAttempt({ stepKey: 'plan' }),
        anAttempt({
          stepKey: 'fetch_east',
          startedAt: at(9),
          completedAt: at(20),
        }),
        anAttempt({
          stepKey: 'fetch_west',
          status: 'failed',
          error: busy,
          startedAt: at(4),
          completedAt: at(10),
          durationMs: 6_000,
        }),
        anAttempt({
          stepKey: 'fetch_west',
          number: 2,
          status: 'failed',
          expected: true,
          error: busy,
          startedAt: at(18),
          completedAt: at(40),
          durationMs: 22_000,
        }),
        anAttempt({
          stepKey: 'fetch_east:compensate',
          startedAt: at(45),
          completedAt: at(55),
          durationMs: 10_000,
        }),
      ],
    }),
  };
}

function show(run: Partial<FakeRun> = failedRun(), path = '/') {
  const api = new FakeWorkflowRuns();
  api.add({ ...aSnapshot(), ...run });
  return { api, ...renderScreen(<RunPage runId={RUN} />, api, path) };
}
const rowOf = (grid: HTMLElement, name: string) =>
  within(grid)
    .getAllByRole('row')
    .find(row => row.textContent?.includes(name))!;
const gantt = () => screen.findByRole('grid', { name: 'Steps' });

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
});

describe('the Gantt', () => {
  it('says of each bar what it is: retries, waits, delays, rollbacks', async () => {
    show();
    const grid = await gantt();
    const bars = (name: string) =>
      within(rowOf(grid, name))
        .getAllByRole('img')
        .flatMap(bar => bar.getAttribute('aria-label') ?? []);
    expect(bars('Fetch west')).toEqual([
      'Attempt 1: Failed · The shop answered 503, 6.0 s',
      'back-off 8.0 s',
      'Attempt 2: Failed · The shop answered 503, 22 s, expected retry',
    ]);
    expect(bars('2Fetch east')).toEqual([
      'Attempt 1: Completed, 4.0 s, began 5.0 s after it could have',
    ]);
    expect(rowOf(grid, '2Fetch east')).toHaveTextContent('Rolled back');
    const rollbacks = within(grid).getAllByRole('img', {
      name: 'Rollback, Attempt 1: Completed, 10 s',
    });
    expect(rollbacks).toHaveLength(1);
    expect(within(grid).getByText('SLA 0:50')).toBeInTheDocument();
  });

  it('keeps items under their fan-out, and opens them by key', async () => {
    const user = userEvent.setup();
    show();
    const grid = await gantt();
    expect(rowOf(grid, 'Extract')).toHaveTextContent('2 items · 1 failed');
    expect(within(grid).queryByText('Item 1')).not.toBeInTheDocument();
    grid.focus();
    await user.keyboard('{Home}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}');
    expect(within(grid).getByText('Item 2')).toBeInTheDocument();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByTestId('address')).toHaveTextContent(
      'step=extract%5B0%5D',
    );
    await user.keyboard('{Escape}{ArrowUp}{ArrowLeft}');
    expect(within(grid).queryByText('Item 1')).not.toBeInTheDocument();
  });

  it('opens what hides the step that a link names', async () => {
    show(failedRun(), '/?step=extract[1]');
    expect(
      await within(await gantt()).findByText('Item 2'),
    ).toBeInTheDocument();
  });

  it('closes the rollback, and hides what has finished', async () => {
    const user = userEvent.setup();
    show();
    const grid = await gantt();
    await user.click(
      within(grid).getByRole('button', { name: 'Rollback, in reverse order' }),
    );
    expect(
      within(grid).queryByRole('img', { name: /^Rollback, Attempt/ }),
    ).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Hide finished' }));
    expect(within(grid).queryByText('Plan')).not.toBeInTheDocument();
    expect(within(grid).getByText('Fetch west')).toBeInTheDocument();
  });

  it('zooms by buttons and by keys, and shows all again', async () => {
    const user = userEvent.setup();
    show();
    const grid = await gantt();
    const out = screen.getByRole('button', { name: 'Zoom out' });
    expect(out).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(screen.getByText('150 %')).toBeInTheDocument();
    grid.focus();
    await user.keyboard('+');
    expect(screen.getByText('225 %')).toBeInTheDocument();
    await user.keyboard('-');
    expect(screen.getByText('150 %')).toBeInTheDocument();
    await user.keyboard('0');
    expect(screen.getByText('100 %')).toBeInTheDocument();
    expect(out).toBeDisabled();
  });

  it('grows with what the stream brings', async () => {
    const { api } = show({});
    const grid = await gantt();
    expect(
      within(grid).getByRole('img', { name: /^Attempt 1: Running/ }),
    ).toBeInTheDocument();
    await screen.findByText('Live');
    act(() =>
      api.push(
        RUN,
        anUpdate({
          attempts: [
            anAttempt({
              stepKey: 'create_workspace',
              status: 'failed',
              error: busy,
              startedAt: at(4),
              completedAt: at(9),
              durationMs: 5_000,
            }),
          ],
        }),
      ),
    );
    expect(
      await within(grid).findByRole('img', {
        name: 'Attempt 1: Failed · The shop answered 503, 5.0 s',
      }),
    ).toBeInTheDocument();
  });
});

describe('the graph', () => {
  it('is followed by arrow keys, and opens the same panel', async () => {
    const user = userEvent.setup();
    show(failedRun(), '/?view=graph');
    const graph = await screen.findByRole('list', { name: 'Steps as a graph' });
    expect(
      within(graph)
        .getAllByRole('button')
        .map(node => node.textContent),
    ).toEqual([
      expect.stringMatching(/^1 Plan, Completed · [^,]+$/),
      expect.stringMatching(/^2 Fetch east, Completed · .*, after Plan$/),
      expect.stringMatching(/^3 Fetch west, Failed · .*, after Plan$/),
      expect.stringMatching(/^4 Extract, Completed · .*, after Plan$/),
    ]);
    within(graph)
      .getByRole('button', { name: /^1 Plan ?, ?Completed/ })
      .focus();
    await user.keyboard('{ArrowRight}{ArrowDown}{Enter}');
    const address = screen.getByTestId('address');
    expect(address).toHaveTextContent('view=graph');
    expect(address).toHaveTextContent(/step=(extract|fetch_\w+)$/);
    expect(screen.getByRole('complementary')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(address).not.toHaveTextContent('step=');
  });

  it('draws more than five branches as one, which opens and closes', async () => {
    const user = userEvent.setup();
    const steps = [
      aStep({ stepKey: 'plan', name: 'Plan' }),
      ...Array.from({ length: 6 }, (_, index) =>
        aStep({
          stepKey: `fetch_${index}`,
          name: `Fetch ${index}`,
          stepNumber: index + 2,
          branchId: `fetch_${index}`,
          dependsOn: ['plan'],
        }),
      ),
    ];
    show({ steps, attempts: [] }, '/?view=graph');
    await user.click(
      await screen.findByRole('button', { name: /^6 parallel branches/ }),
    );
    expect(
      screen.getByRole('button', { name: /^7 Fetch 5/ }),
    ).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Draw branches as one again' }),
    );
    expect(
      screen.queryByRole('button', { name: /^7 Fetch 5/ }),
    ).not.toBeInTheDocument();
  });

  it('offers the table where there are too many steps', async () => {
    const user = userEvent.setup();
    const steps = Array.from({ length: 201 }, (_, index) =>
      aStep({
        stepKey: `s${index}`,
        name: `Step ${index}`,
        stepNumber: index + 1,
      }),
    );
    show({ steps, attempts: [] }, '/?view=graph');
    await screen.findByText('A graph of 201 steps cannot be read');
    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    expect(
      await screen.findByRole('grid', { name: 'Steps as a table' }),
    ).toHaveAttribute('aria-rowcount', '202');
  });
});

describe('the table', () => {
  it('has what the charts show in words, and sorts it', async () => {
    const user = userEvent.setup();
    show(failedRun(), '/?view=table');
    const table = await screen.findByRole('grid', { name: 'Steps as a table' });
    expect(rowOf(table, 'Fetch west')).toHaveTextContent(
      '3Fetch westToolFailed36 s2 · 1 expected––The shop answered 503',
    );
    expect(rowOf(table, 'Fetch east')).toHaveTextContent(
      '1,200 tokens · 0.9 s compute1 passed · 1 failed',
    );
    const header = within(table).getByRole('columnheader', {
      name: 'Duration',
    });
    await user.click(within(header).getByRole('button'));
    await user.click(within(header).getByRole('button'));
    expect(header).toHaveAttribute('aria-sort', 'descending');
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      'Fetch west',
    );

    table.focus();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/?view=table&step=fetch_west',
    );
  });
});

it.each(['gantt', 'graph', 'table'])(
  'has markup that assistive technology can read: %s',
  async view => {
    show(failedRun(), `/?view=${view}&step=fetch_west`);
    await screen.findByRole('complementary');
    const card = screen.getByRole('region', { name: 'Steps' });
    const { violations } = await axe.run(card, {
      // Colours are computed by a browser only.
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  },
);

it('tells where a run comes from, and what has come of it', async () => {
  const user = userEvent.setup();
  const api = new FakeWorkflowRuns();
  const parent = aRun({
    id: 'run_parent',
    workflow: { ...aRun().workflow, title: 'Onboarding' },
  });
  api.add(aSnapshot({ run: parent }));
  api.add(aSnapshot({ run: aRun({ parentRunId: 'run_parent' }) }));
  for (const id of ['run_child_1', 'run_child_2']) {
    api.add(aSnapshot({ run: aRun({ id, parentRunId: RUN }) }));
  }
  renderScreen(<RunPage runId={RUN} />, api);
  expect(
    await screen.findByRole('link', { name: 'Onboarding run_parent' }),
  ).toHaveAttribute('href', '/workflow-runs/runs/run_parent');
  await user.click(screen.getByRole('button', { name: '2 child runs' }));
  const menu = screen.getByRole('menu', { name: '2 child runs' });
  expect(within(menu).getAllByRole('menuitem')).toHaveLength(2);
});
