import { screen, within } from '@testing-library/react';
import { Slo, Slos } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aRun,
  aSlo,
  aSlos,
  aWorkflowSlos,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import userEvent from '@testing-library/user-event';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { withQuery } from '../layout/withQuery';
import { ObjectivesCard } from './ObjectivesCard';
import { WorkflowObjectives } from './WorkflowObjectives';

const { workflow } = aRun();
const MISSED = aSlo([38, 1_284], { severity: 'exhausted' });
const SLOW = aSlo([41, 1_246], {
  objective: 'p95_duration',
  target: 0.95,
  durationMs: 300_000,
  severity: 'slow_burn',
  burn: [{ window: 'PT72H', runs: 128, bad: 9, rate: 1.40625 }],
});

let api: FakeWorkflowRuns;
let restore: () => void;
beforeEach(() => {
  api = new FakeWorkflowRuns();
  restore = giveElementsSize();
});
afterEach(() => restore());

const listHref = (query: object) => withQuery('/list', query as never);
const show = (slos: Slo[], environment?: string[]) => {
  api.onWorkflowSlos = () => aWorkflowSlos(slos);
  return renderScreen(
    <WorkflowObjectives
      workflow={workflow.ref}
      environment={environment}
      listHref={listHref}
    />,
    api,
  );
};
const showAll = (items: Slos['items'], more: Partial<Slos> = {}) => {
  api.onSlos = () => aSlos(items, more);
  return renderScreen(
    <ObjectivesCard
      filter={{ owner: ['group:default/team'] }}
      listHref={listHref}
      workflowHref={({ ref }) => `/statistics/${ref}`}
    />,
    api,
  );
};
const queryOf = (link: HTMLElement) =>
  Object.fromEntries(
    new URL(link.getAttribute('href')!, 'http://localhost').searchParams,
  );
const card = (name: RegExp) => screen.findByRole('region', { name });

describe('the objectives of a workflow', () => {
  it('say how far they are missed, and lead to the runs that failed', async () => {
    show([MISSED]);
    const region = await card(/^Success rate ≥ 99 %$/);

    expect(region).toHaveTextContent('last 28 days, set by the catalog entity');
    expect(region).toHaveTextContent('97.04 %');
    expect(region).toHaveTextContent('Budget exhausted');
    expect(region).toHaveTextContent('1,246 of 1,284 runs completed');
    expect(region).toHaveTextContent(
      'Error budget: overspent by 25.2 runs, of 12.8',
    );
    expect(
      queryOf(within(region).getByRole('link', { name: '38 failed runs' })),
    ).toEqual({
      status: 'failed',
      backfill: 'false',
      from: MISSED.from,
      to: MISSED.to,
    });
    expect(within(region).getByRole('meter')).toHaveAttribute(
      'aria-valuenow',
      '0',
    );
  });

  it('never read as met where they are missed by little', async () => {
    show([aSlo([101, 10_000], { severity: 'exhausted' })]);
    const region = await card(/^Success rate/);

    expect(region).toHaveTextContent('98.99 %');
    expect(region).not.toHaveTextContent('99 %9,899');
  });

  it('lead from a duration to the longest runs, and say how exact it is', async () => {
    show([{ ...SLOW, environment: 'prod' }]);
    const region = await card(/^p95 duration ≤ 5 m 00 s in prod$/);

    expect(region).toHaveTextContent('within 1 % of the target');
    expect(region).toHaveTextContent('72 h1.4×9 bad of 128');
    expect(
      queryOf(
        within(region).getByRole('link', {
          name: '41 slow runs, the longest first',
        }),
      ),
    ).toMatchObject({
      status: 'completed',
      sort: '-duration',
      environment: 'prod',
    });
  });

  it('tell no percent of few runs', async () => {
    show([aSlo([1, 4])]);
    const region = await card(/^Success rate/);

    expect(region).toHaveTextContent('Too few runs to judge');
    expect(region).toHaveTextContent('3 of 4');
    expect(region).not.toHaveTextContent('75 %');
    expect(region).toHaveTextContent('used by 1 run; too few runs');
    expect(region).not.toHaveTextContent('% left');
    expect(region).not.toHaveTextContent('×');
  });

  it('can be read as a table, each day with its bad runs', async () => {
    show([MISSED]);
    await userEvent.click(
      await screen.findByRole('button', { name: /^View as table: Success/ }),
    );
    const table = screen.getByRole('table', { name: /^Success rate/ });
    const rows = within(table).getAllByRole('row').slice(1);

    expect(rows).toHaveLength(28);
    expect(rows.at(-1)).toHaveTextContent('−195 %');
    expect(queryOf(within(rows[27]).getByRole('link'))).toMatchObject({
      status: 'failed',
      to: MISSED.to,
    });
  });

  it('are asked for by environment', async () => {
    show([MISSED], ['prod']);
    await card(/^Success rate/);

    const { input } = api.calls.find(({ id }) => id === 'getWorkflowSlos')!;
    expect(input.query).toMatchObject({ environment: 'prod' });
  });

  it('say how to set one where there is none', async () => {
    show([]);

    expect(await screen.findByText('No objective is set')).toBeVisible();
    expect(screen.getByText(/^workflow-runs\.io\/slo: /)).toBeVisible();
    expect(
      screen.getByRole('button', { name: /Copy the annotation/ }),
    ).toBeVisible();
  });

  it('say what is wrong with an annotation', async () => {
    api.onWorkflowSlos = () =>
      aWorkflowSlos([], {
        problems: [
          {
            source: 'annotation',
            field: 'window',
            rule: 'value',
            message: 'it must be 1 to 90 whole days',
          },
          {
            source: 'annotation',
            field: 'sla',
            rule: 'value',
            message: 'it must be a duration',
          },
        ],
      });
    renderScreen(
      <WorkflowObjectives
        workflow={workflow.ref}
        environment={undefined}
        listHref={listHref}
      />,
      api,
    );

    expect(
      await screen.findByText(
        'The annotation workflow-runs.io/slo is ignored. window: it must be 1 to 90 whole days. ' +
          'The annotation workflow-runs.io/sla is ignored. sla: it must be a duration.',
      ),
    ).toBeVisible();
  });

  it('say that they could not be loaded, or may not be seen', async () => {
    api.fail('getWorkflowSlos', apiError(500, { message: 'broken' }));
    const { unmount } = show([]);
    expect(
      await screen.findByText('The objectives could not be loaded'),
    ).toBeVisible();
    unmount();

    api = new FakeWorkflowRuns();
    api.fail(
      'getWorkflowSlos',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.workflow.read',
      }),
    );
    show([]);
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });
});

describe('the objectives of several workflows', () => {
  const met = { workflow: { ...workflow, id: 'met', title: 'Met' } };

  it('tell of those that need somebody, each with its runs', async () => {
    showAll([
      { workflow, slos: [MISSED, SLOW], problems: [] },
      { ...met, slos: [aSlo([1, 1_000])], problems: [] },
    ]);
    const table = await screen.findByRole('table', {
      name: 'Objectives missed or burning',
    });
    const rows = within(table).getAllByRole('row').slice(1);

    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('Success rate ≥ 99 %');
    expect(rows[0]).toHaveTextContent('Budget exhausted');
    expect(rows[1]).toHaveTextContent('p95 duration ≤ 5 m 00 s');
    expect(rows[1]).toHaveTextContent('Burning slowly');
    expect(
      queryOf(within(rows[0]).getByRole('link', { name: '38' })),
    ).toMatchObject({ workflow: workflow.ref, status: 'failed' });
    const { input } = api.calls.find(({ id }) => id === 'listSlos')!;
    expect(input.query).toEqual({ owner: 'group:default/team' });
  });

  it('come with the most urgent first, whichever workflow they are of', async () => {
    const fast = aSlo([8, 1_284], { severity: 'fast_burn' });
    showAll([
      { workflow, slos: [MISSED, SLOW], problems: [] },
      { ...met, slos: [fast], problems: [] },
    ]);
    await screen.findByRole('table');

    expect(
      screen
        .getAllByText(/^(Budget exhausted|Burning (fast|slowly))$/)
        .map(({ textContent }) => textContent),
    ).toEqual(['Budget exhausted', 'Burning fast', 'Burning slowly']);
  });

  it('say so where all are met', async () => {
    showAll([{ ...met, slos: [aSlo([1, 1_000])], problems: [] }], {
      totals: { withTarget: 1, withoutTarget: 3 },
    });

    expect(
      await screen.findByText('All objectives are met, and no budget burns'),
    ).toBeVisible();
    expect(
      screen.getByText('Of 1 workflow with an objective; without one: 3'),
    ).toBeVisible();
  });

  it('say so where there are none', async () => {
    showAll([]);

    expect(
      await screen.findByText('No workflow here has an objective'),
    ).toBeVisible();
  });

  it('ask once, however many workflows there are', async () => {
    showAll(
      Array.from({ length: 40 }, (_, index) => ({
        workflow: { ...workflow, id: `w${index}`, title: `W ${index}` },
        slos: [MISSED],
        problems: [],
      })),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show all 40' }),
    );

    expect(screen.getAllByRole('row')).toHaveLength(41);
    expect(api.calls).toHaveLength(1);
  });
});
