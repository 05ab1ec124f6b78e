import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeRun,
  FakeWorkflowRuns,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';

const RUN = aRun().id;
const USUAL = { n: 1_240, p50Ms: 40_000, p95Ms: 80_000 };
/** The run has been going on for 90 s, is at its second step of three, and ends in a minute. */
const forecast: FakeRun['forecast'] = {
  finish: { earliest: at(130), likely: at(150), latest: at(190) },
  runs: 1_240,
  steps: [
    { stepKey: 'create_workspace', ...USUAL, from: at(4), to: at(120) },
    { stepKey: 'send_mail', ...USUAL, from: at(120), to: at(150) },
  ],
};

function show(overrides: Partial<FakeRun> = {}) {
  const api = new FakeWorkflowRuns();
  api.add({ ...aSnapshot(), forecast, ...overrides });
  renderScreen(<RunPage runId={RUN} />, api);
  return api;
}
const row = async (name: string) =>
  (
    await within(
      await screen.findByRole('grid', { name: 'Steps' }),
    ).findAllByRole('row')
  ).find(each => each.textContent?.includes(name))!;

let restore = () => {};
beforeEach(() => {
  restore = giveElementsSize();
  jest.spyOn(Date, 'now').mockReturnValue(START + 90_000);
});
afterEach(() => {
  jest.restoreAllMocks();
  restore();
});

it('says when a run is likely to end, and within which time', async () => {
  show();

  const note = await screen.findByText(/likely done/);
  expect(note).toHaveTextContent(/likely done \d\d:\d\d:35 · 1 m 00 s left/);
  expect(note).toHaveAttribute(
    'title',
    expect.stringMatching(/In eight of ten runs .* by 1,240 runs before/),
  );
});

it('says that a run will likely miss its target', async () => {
  show({
    forecast: { ...forecast, breachChance: 0.97 },
    run: aRun({
      sla: { status: 'at_risk', targetMs: 100_000, dueAt: at(100) },
    }),
  });

  expect(await screen.findByText(/likely to finish/)).toHaveTextContent(
    /^likely to finish \d\d:\d\d:35, breach at \d\d:\d\d:45$/,
  );
});

it('shows how long steps usually take, and when those to come are likely to be under way', async () => {
  show();

  await screen.findByText('Usual: p50, p95');
  expect(screen.getByText('Forecast')).toBeInTheDocument();
  const running = await row('create_workspace');
  expect(
    within(running).getByTitle(
      'Usually 40 s; 95 % within 1 m 20 s (n = 1,240)',
    ),
  ).toBeInTheDocument();
  const toCome = await row('send_mail');
  expect(toCome).toHaveTextContent('~40 s');
  expect(
    within(toCome).getByRole('img', { name: /^Likely from .* to / }),
  ).toBeInTheDocument();
});

it('says in the panel of a step how it compares with others', async () => {
  show();
  await userEvent.click(await row('create_workspace'));

  const panel = await screen.findByRole('complementary');
  expect(panel).toHaveTextContent('40 s, 95 % within 1 m 20 s');
  expect(panel).toHaveTextContent('n = 1,240 · 2.2 × usual');
});

it('names the step that takes longer than ever', async () => {
  show({
    forecast: { reason: 'longer_than_ever', becauseOf: 'create_workspace' },
  });

  expect(
    await screen.findByText('longer than ever at step 2'),
  ).toBeInTheDocument();
});

it('calls nothing usual that few runs have done', async () => {
  show({
    forecast: {
      steps: [{ stepKey: 'send_mail', ...USUAL, n: 9, from: null, to: null }],
    },
  });

  await screen.findByText('Usual: p50, p95');
  expect(await row('send_mail')).not.toHaveTextContent('~40 s');
});

it('shows the run as ever where nobody can say when it ends', async () => {
  const api = new FakeWorkflowRuns();
  api.add(aSnapshot());
  api.fail('getForecast', apiError(500, { message: 'The disk is full' }));
  renderScreen(<RunPage runId={RUN} />, api);

  expect(await screen.findByText(/0 steps running|step running/)).toBeVisible();
  expect(screen.queryByText(/likely done/)).not.toBeInTheDocument();
  expect(screen.queryByText('Usual: p50, p95')).not.toBeInTheDocument();
});

it('has no flaws that axe finds', async () => {
  show();
  await screen.findByText('Usual: p50, p95');

  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations).toEqual([]);
});
