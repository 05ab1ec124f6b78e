import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Statistics as Numbers } from 'backstage-plugin-workflow-runs-common';
import {
  aDuration,
  aFigures,
  apiError,
  aRun,
  aSeries,
  aSlo,
  aSnapshot,
  aStatistics,
  aWorkflowSlos,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { withQuery } from '../layout/withQuery';
import { Statistics } from './Statistics';

const DAY_MS = 86_400_000;
const TO = '2026-11-20T14:30:00.000Z';
const { workflow } = aRun();

const total = aFigures(
  {
    completed: 90,
    failed: 10,
    canceled: 2,
    retries: { expected: 12, unexpected: 3 },
    sla: { met: 85, breached: 15, rate: 0.85 },
  },
  aDuration(90, 60_000),
);
const many: Partial<Numbers> = {
  total,
  previous: aFigures({ completed: 95, failed: 5 }, aDuration(95, 75_000)),
  series: aSeries(TO, DAY_MS, [
    aFigures({ completed: 60, failed: 2 }, aDuration(60, 50_000)),
    aFigures({ completed: 27, failed: 8, canceled: 2 }, aDuration(27, 70_000)),
    aFigures({ completed: 3 }, aDuration(3, 60_000)),
  ]),
  errors: [{ category: 'timeout', count: 10 }],
  longest: [
    { runId: 'run_long', workflow, durationMs: 240_000, completedAt: TO },
  ],
  steps: [
    {
      workflow,
      stepKey: 'load',
      name: 'Load account',
      occurrences: 102,
      failures: 4,
      retries: { expected: 12, unexpected: 3 },
      duration: aDuration(98, 30_000),
    },
    {
      workflow,
      stepKey: 'review',
      name: 'Review',
      occurrences: 3,
      failures: 0,
      retries: { expected: 0, unexpected: 0 },
      duration: aDuration(3, 90_000),
    },
  ],
  versions: [
    { workflow, version: '1.0', figures: total },
    {
      workflow,
      version: '2.0',
      figures: aFigures({ completed: 100 }, aDuration(100, 30_000)),
    },
  ],
};

function telling(numbers: Partial<Numbers>) {
  const api = new FakeWorkflowRuns();
  api.add(aSnapshot({ run: aRun({ id: 'run_new' }) }));
  api.onStatistics = () => aStatistics({ to: TO, ...numbers });
  return api;
}
const show = (api: FakeWorkflowRuns, path = '/', several = false) =>
  renderScreen(
    <Statistics
      scope={several ? {} : { workflow: [workflow.ref] }}
      several={several}
      hrefOf={id => `/runs/${id}`}
      listHref={query => withQuery('/list', query)}
    />,
    api,
    path,
  );
const figure = async (label: string) =>
  (await screen.findByText(label, { selector: 'dt' })).parentElement!;
const linkOf = (element: HTMLElement) => {
  const { pathname, searchParams } = new URL(
    within(element).getAllByRole('link')[0].getAttribute('href')!,
    'http://localhost',
  );
  return { pathname, ...Object.fromEntries(searchParams) };
};
const asked = (api: FakeWorkflowRuns) =>
  api.calls
    .filter(call => call.id === 'getStatistics')
    .map(call => call.input.query!);

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => restore());

describe('the statistics', () => {
  it('tell each figure beside the time before, with what it is of', async () => {
    show(telling(many));
    expect(await figure('Success rate')).toHaveTextContent(
      '90 %−5 pt, worsebefore: 95 %90 of 100',
    );
    expect(await figure('Ended runs')).toHaveTextContent(
      '102+2 %, morebefore: 10010 failed, 2 canceled',
    );
    expect(await figure('p95 duration')).toHaveTextContent(
      '2 m 00 s−30 s, betterbefore: 2 m 30 sn = 90',
    );
    expect(await figure('SLA compliance')).toHaveTextContent(
      '85 %nothing before85 of 100',
    );
    expect(
      screen.getByRole('meter', { name: 'SLA compliance' }),
    ).toHaveAttribute('aria-valuetext', '85 %');
    // None reports how accurate it was.
    expect(screen.queryByText('Accuracy')).not.toBeInTheDocument();
  });

  it('tell what runs come to by task queue, where engines have any', async () => {
    const queue = (taskQueue: string, runs: number) => ({
      taskQueue,
      runs,
      failed: 3,
      retries: { expected: 10, unexpected: 2 },
      duration: aDuration(runs, 30_000),
    });
    const taskQueues = [queue('orders', 48), queue('payments', 12)];
    const { unmount } = show(telling({ ...many, taskQueues }));
    const card = await screen.findByRole('region', { name: 'Task queues' });
    expect(card).toHaveTextContent('Most used: orders');
    const [, first, second] = within(card).getAllByRole('row');
    expect(first).toHaveTextContent('orders4832530 s1 m 00 s');
    // Of so few there are no quantiles.
    expect(second).toHaveTextContent('payments123100––');
    unmount();

    show(telling(many));
    await figure('Ended runs');
    expect(
      screen.queryByRole('region', { name: 'Task queues' }),
    ).not.toBeInTheDocument();
  });

  it('lead from an objective to its runs, whatever version is chosen', async () => {
    const api = telling(many);
    const slo = aSlo([3, 100], { environment: 'prod', severity: 'exhausted' });
    api.onWorkflowSlos = () => aWorkflowSlos([slo]);
    show(api, '/?environment=prod&version=1.0');
    const link = await screen.findByRole('link', { name: '3 failed runs' });

    expect(linkOf(link.parentElement!)).toEqual({
      pathname: '/list',
      environment: 'prod',
      status: 'failed',
      backfill: 'false',
      from: slo.from,
      to: slo.to,
    });
    const { input } = api.calls.find(({ id }) => id === 'getWorkflowSlos')!;
    expect(input.query).toMatchObject({ environment: 'prod' });
  });

  it('lead from each figure to the runs behind it, narrowed as they are', async () => {
    show(telling(many), '/?environment=prod&version=1.0');
    const times = { from: '2026-11-13T14:30:00.000Z', to: TO };
    const narrowed = { environment: 'prod', version: '1.0', ...times };
    expect(linkOf(await figure('Failure rate'))).toEqual({
      pathname: '/list',
      ...narrowed,
      status: 'failed',
    });
    expect(linkOf(await figure('p95 duration'))).toEqual({
      pathname: '/list',
      ...narrowed,
      status: 'completed',
      sort: '-duration',
    });
    expect(screen.getByRole('link', { name: 'Timeout' })).toHaveAttribute(
      'href',
      expect.stringContaining('errorCategory=timeout'),
    );
    expect(
      screen.getByText(/lists that they lead to go by when runs were queued/),
    ).toBeInTheDocument();
  });

  it('tell no quantile of a few runs, and no trend', async () => {
    show(
      telling({
        total: aFigures({ completed: 3 }, aDuration(3, 10_000)),
        previous: aFigures({ completed: 40 }, aDuration(40, 90_000)),
        series: many.series,
      }),
    );
    expect(await figure('p95 duration')).toHaveTextContent(
      '–too few to comparebefore: 3 m 00 sn = 3: 5.0 s to 40 s',
    );
    expect(await figure('Success rate')).toHaveTextContent(
      '100 %too few to compare',
    );
  });

  it('have charts whose points arrow keys go along, and that lead to their runs', async () => {
    const user = userEvent.setup();
    show(telling(many));
    const points = within(
      await screen.findByRole('group', { name: /^Runs by outcome/ }),
    ).getAllByRole('link');
    expect(points).toHaveLength(3);
    expect(points[1]).toHaveAccessibleName(
      /Completed 27, Failed 8, Canceled 2$/,
    );
    expect(points[1].getAttribute('href')).toContain(
      'from=2026-11-18T14%3A30%3A00.000Z&to=2026-11-19T14%3A30%3A00.000Z',
    );
    expect(points.filter(point => point.tabIndex === 0)).toEqual([points[2]]);
    act(() => points[2].focus());
    await user.keyboard('{ArrowLeft}');
    expect(points[1]).toHaveFocus();
    await user.keyboard('{Home}{ArrowLeft}');
    expect(points[0]).toHaveFocus();
    await user.keyboard('{End}');
    expect(points[2]).toHaveFocus();
  });

  it('say of a point of few runs how many they are', async () => {
    show(telling(many));
    const points = within(
      await screen.findByRole('group', { name: /^Duration/ }),
    ).getAllByRole('link');
    expect(points[0]).toHaveAccessibleName(/p95 1 m 40 s, .*n = 60$/);
    expect(points[2]).toHaveAccessibleName(/n = 3: 30 s to 4 m 00 s$/);
  });

  it('can be read as tables', async () => {
    const user = userEvent.setup();
    show(telling(many));
    for (const [title, row] of [
      ['Runs by outcome', /60\s*2\s*0/],
      ['Duration', /1 m 40 s/],
      ['Success rate', /60 of 62/],
      ['Failure causes', /Timeout10100 %/],
      ['Slowest steps', /Load account1 m 00 s/],
      ['Most retried steps', /Load account12314.7102/],
      ['Flakiest steps', /Load account6.910243/],
      ['Most used steps', /Load account1024/],
    ] as const) {
      await user.click(
        await screen.findByRole('button', { name: `View as table: ${title}` }),
      );
      expect(screen.getByRole('table', { name: title })).toHaveTextContent(row);
    }
  });

  it('have no p95 of a step that ran a few times', async () => {
    show(telling(many));
    const slowest = await screen.findByRole('table', { name: 'Slowest steps' });
    expect(
      within(slowest)
        .getAllByRole('row')
        .slice(1)
        .map(row => row.textContent),
    ).toEqual(['Review–3', 'Load account1 m 00 s98']);
  });

  it('put two versions side by side, the second beside the first', async () => {
    const user = userEvent.setup();
    show(telling(many));
    const versions = await screen.findByRole('table', {
      name: 'Versions side by side',
    });
    expect(versions).toHaveTextContent('Success rate90 %100 %+10 pt, better');
    await user.selectOptions(screen.getByLabelText('First version'), '2.0');
    expect(versions).toHaveTextContent('Success rate100 %90 %−10 pt, worse');
  });

  it('keep the time in the address, so that going back goes back', async () => {
    const user = userEvent.setup();
    const api = telling(many);
    show(api);
    await user.click(await screen.findByRole('button', { name: '30 d' }));
    expect(screen.getByTestId('address')).toHaveTextContent('since=P30D');
    expect(screen.getByRole('button', { name: '30 d' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    const [week, month] = asked(api).map(({ from }) => Date.parse(from!));
    expect(week - month).toBe(23 * DAY_MS);
  });

  it('sum up a time of the reader’s choice, and none that ends before it begins', async () => {
    const user = userEvent.setup();
    const api = telling(many);
    show(api);
    await figure('Success rate');
    await user.click(screen.getByRole('button', { name: 'Custom' }));
    const from = await screen.findByLabelText('Ended from');
    const to = screen.getByLabelText('Ended before');
    await user.clear(from);
    await user.type(from, '2026-11-10T08:00');
    await user.clear(to);
    await user.type(to, '2026-11-09T08:00');
    expect(screen.getByRole('button', { name: 'Apply' })).toBeDisabled();
    expect(
      screen.getByText('It must be later than where it begins'),
    ).toBeInTheDocument();
    await user.clear(to);
    await user.type(to, '2026-11-11T08:00');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() =>
      expect(asked(api).at(-1)).toMatchObject({
        from: new Date('2026-11-10T08:00').toISOString(),
        to: new Date('2026-11-11T08:00').toISOString(),
      }),
    );
  });

  it('say what of the address cannot be, and tidy it up', async () => {
    const user = userEvent.setup();
    show(telling(many), '/?since=P5Y&environment=prod');
    expect(await screen.findByText(/“since=P5Y”/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Tidy up the link' }));
    expect(screen.queryByText(/“since=P5Y”/)).not.toBeInTheDocument();
    expect(screen.getByTestId('address')).toHaveTextContent(
      /^\/\?environment=prod$/,
    );
  });

  it('offer the environments and versions that there are', async () => {
    const user = userEvent.setup();
    const api = telling(many);
    show(api);
    await screen.findByRole('option', { name: 'prod' });
    await user.selectOptions(screen.getByLabelText('Environment'), 'prod');
    await waitFor(() =>
      expect(asked(api).at(-1)).toMatchObject({ environment: 'prod' }),
    );
    expect(screen.getByRole('option', { name: '1.2.0' })).toBeInTheDocument();
  });
});

describe('the statistics say', () => {
  it('how far they are counted', async () => {
    show(telling({ ...many, freshAt: '2026-11-20T14:02:00.000Z' }));
    expect(await screen.findByText(/^Counted up to 20 Nov 2026/)).toBeVisible();
  });

  it('that counting has not begun', async () => {
    show(telling({ ...many, freshAt: null }));
    expect(
      await screen.findByText(/^Counting has not begun yet/),
    ).toBeInTheDocument();
  });

  it('what is not counted of what the reader may see', async () => {
    show(
      telling({
        ...many,
        coverage: { exact: false, scannedRuns: 10_000, skipped: 'older runs' },
      }),
    );
    expect(await screen.findByText(/Left out: older runs/)).toHaveTextContent(
      'Counted one by one: 10,000.',
    );
  });

  it('that all runs still go on', async () => {
    show(telling({}));
    expect(await screen.findByText('No run has ended yet')).toBeInTheDocument();
    expect(screen.getByText(/Still going on: 1\.$/)).toBeInTheDocument();
  });

  it('that there are no runs', async () => {
    const api = telling({});
    api.runs = [];
    show(api);
    expect(
      await screen.findByText('There are no runs yet'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'See the runs' })).toHaveAttribute(
      'href',
      '/list',
    );
  });

  it('that runs ended at another time', async () => {
    const api = telling({});
    api.add(aSnapshot({ run: aRun({ id: 'run_old', status: 'completed' }) }));
    show(api);
    expect(
      await screen.findByText(/^Runs that ended at other times: 1\./),
    ).toBeInTheDocument();
  });

  it('what went wrong, and try again', async () => {
    const user = userEvent.setup();
    const api = telling(many);
    api.fail('getStatistics', apiError(400));
    show(api);
    expect(
      await screen.findByText('The statistics could not be loaded'),
    ).toBeInTheDocument();
    api.fail('getStatistics', undefined);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await figure('Success rate')).toBeInTheDocument();
  });

  it('which permission is missing', async () => {
    const api = telling(many);
    api.fail(
      'getStatistics',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read',
      }),
    );
    show(api);
    expect(
      await screen.findByText(/workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });

  it('that they are still to come', async () => {
    const api = telling(many);
    api.silence('getStatistics');
    show(api);
    expect(await screen.findByText('Loading')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '30 d' })).toBeInTheDocument();
  });

  it('how old they are when they cannot be read again', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      const api = telling(many);
      show(api);
      await figure('Success rate');
      api.fail('getStatistics', apiError(400));
      await act(() => jest.advanceTimersByTimeAsync(15_100));
      await waitFor(() =>
        expect(screen.getByText(/^Shown as of/)).toBeInTheDocument(),
      );
      expect(await figure('Success rate')).toHaveTextContent('90 %');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('the statistics of several workflows', () => {
  const other = { ...workflow, id: 'wf_b', ref: 'embedded/b', title: 'B' };
  const both = (now: boolean): Partial<Numbers> => ({
    ...many,
    workflows: [
      {
        workflow,
        figures: aFigures({ completed: 100 }, aDuration(100, 9_000)),
      },
      {
        workflow: other,
        figures: aFigures({ completed: 60, failed: now ? 40 : 2 }),
      },
    ],
    totals: { workflows: 2, runs: 200 },
  });
  function backend() {
    const api = telling(both(true));
    api.onStatistics = ({ to }) =>
      aStatistics({ to: TO, ...both(to === undefined) });
    api.add(
      aSnapshot({
        run: aRun({ id: 'run_bad', status: 'failed', workflow: other }),
      }),
    );
    return api;
  }

  it('say first which of them are red, and why', async () => {
    show(backend(), '/', true);
    const red = await screen.findByRole('table', { name: 'What is red' });
    const [, row, ...more] = within(red).getAllByRole('row');
    expect(more).toEqual([]);
    expect(row).toHaveTextContent(
      /^BLast run failedFailure rate \+36.8 pt, worse40 %/,
    );
    expect(
      within(row)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual([
      '/?workflow=embedded%2Fb',
      expect.stringMatching(/^\/list\?.*status=failed&workflow=embedded%2Fb/),
      expect.stringMatching(/^\/list\?.*sla=/),
      '/runs/run_bad',
    ]);
  });

  it('say so where none is', async () => {
    const api = telling({ ...both(false) });
    show(api, '/', true);
    expect(await screen.findByText(/^Nothing is red/)).toBeInTheDocument();
  });

  it('say so where they could not find out', async () => {
    const api = backend();
    api.fail('listRuns', apiError(400));
    show(api, '/', true);
    expect(
      await screen.findByText(/the latest runs could not be loaded/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Nothing is red/)).not.toBeInTheDocument();
  });

  it('are told workflow by workflow', async () => {
    show(backend(), '/', true);
    const table = await screen.findByRole('table', { name: 'Workflows' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(
      screen.getByRole('table', { name: 'Failure rate by workflow' }),
    ).toHaveTextContent('B40 %40 of 100');
  });

  it('can be narrowed to one of them, which has versions again', async () => {
    const api = backend();
    show(api, '/?workflow=embedded%2Fb', true);
    await figure('Success rate');
    expect(asked(api)[0]).toMatchObject({ workflow: 'embedded/b' });
    expect(screen.getByLabelText('Version')).toBeInTheDocument();
    expect(screen.queryByText('What is red')).not.toBeInTheDocument();
  });
});
