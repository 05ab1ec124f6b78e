import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  actionsAllowed,
  anAttempt,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';

jest.setTimeout(60_000);

const RUN = aRun().id;
const gone = {
  category: 'external_api' as const,
  code: '503',
  message: 'No answer',
};

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
  Element.prototype.scrollIntoView = jest.fn();
});
afterEach(() => restore());

function show(overrides: Partial<FakeRun>) {
  const api = new FakeWorkflowRuns();
  api.add({ ...aSnapshot(), ...overrides });
  const { container } = renderScreen(<RunPage runId={RUN} />, api);
  return { api, container, user: userEvent.setup() };
}
const bodiesOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id).map(({ input }) => input.body);

const held = () => ({
  run: aRun({ status: 'paused', blockedReason: 'step_failed' }),
  steps: [
    aStep({ name: 'Send mail', status: 'failed', held: true, error: gone }),
  ],
});
const stuck = (allowedActions = actionsAllowed()) => ({
  run: aRun({ needsIntervention: true, allowedActions }),
  steps: [
    aStep({ stepKey: 'agent', name: 'Deploy agent', status: 'completed' }),
    aStep({
      stepKey: 'agent:compensate',
      type: 'compensation',
      status: 'failed',
      held: true,
      startedAt: at(3),
      error: gone,
    }),
  ],
  attempts: [
    anAttempt({ stepKey: 'agent:compensate', status: 'failed', error: gone }),
    anAttempt({
      stepKey: 'agent:compensate',
      number: 2,
      status: 'failed',
      error: { ...gone, message: 'Still none' },
    }),
  ],
});

describe('a held step', () => {
  it('says why it failed, and offers the four things that may become of it', async () => {
    const { api, user } = show(held());
    const card = await screen.findByRole('region', {
      name: 'Step 1 Send mail has failed, and waits for you',
    });
    expect(card).toHaveTextContent('External API · 503: No answer');
    const names = within(card)
      .getAllByRole('button')
      .map(button => button.textContent);
    expect(names).toEqual([
      'Open step',
      'Retry',
      'Skip…',
      'Complete by hand…',
      'Fail…',
    ]);
    await user.click(within(card).getByRole('button', { name: 'Retry' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('with a new count of attempts');
    await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(bodiesOf(api, 'retryRun')).toEqual([{ step: 'load_account' }]),
    );
  });

  it('is where the header leads to', async () => {
    const { user } = show(held());
    await screen.findByRole('region', { name: /waits for you/ });
    await user.click(screen.getByRole('button', { name: 'Decide' }));
    expect(screen.getByRole('group', { name: 'Held step' })).toHaveFocus();
  });
});

describe('a rollback that is stuck', () => {
  it('shows the errors of its attempts, and leaves what cannot be undone as it is', async () => {
    const { api, user } = show(stuck());
    const log = await screen.findByRole('table', { name: 'Rollback log' });
    expect(log).toHaveTextContent('1: No answer2: Still none');
    await user.click(
      within(log).getByRole('button', { name: 'Actions for Deploy agent' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Skip' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('What the step has done stays as it is');
    expect(dialog).toHaveTextContent('Nothing else is left to roll back');
    await user.type(within(dialog).getByLabelText(/Reason/), 'gone{Enter}');
    await waitFor(() =>
      expect(bodiesOf(api, 'forceStep')).toEqual([
        { step: 'agent:compensate', to: 'skip', output: null, reason: 'gone' },
      ]),
    );
  });

  it('can be given up as a whole, with a note', async () => {
    const { api, user } = show(stuck());
    await user.click(
      await screen.findByRole('button', { name: 'Give up rollback' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('1 step stays as it is, not rolled back');
    const confirm = within(dialog).getByRole('button', {
      name: 'Give up rollback',
    });
    await user.click(confirm);
    expect(dialog).toHaveTextContent('Say why');
    expect(bodiesOf(api, 'resolveRun')).toEqual([]);
    await user.type(within(dialog).getByLabelText(/Note/), 'Done by hand');
    await user.click(confirm);
    await waitFor(() =>
      expect(bodiesOf(api, 'resolveRun')).toEqual([{ note: 'Done by hand' }]),
    );
  });

  it('says which permission is missing', async () => {
    const reason = 'You need the permission workflow-runs.run.retry';
    show(stuck(actionsAllowed({ retry: { allowed: false, reason } })));
    const log = await screen.findByRole('table', { name: 'Rollback log' });
    expect(within(log).getByText('Retry').closest('button')).toHaveAttribute(
      'title',
      reason,
    );
  });

  it('has markup that assistive technology can read', async () => {
    const { container } = show(stuck());
    await screen.findByRole('table', { name: 'Rollback log' });
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });
});

describe('a run that ended in between', () => {
  it('says which parts succeeded, and what can be done next', async () => {
    const { user } = show({
      run: aRun({
        status: 'completed',
        partial: true,
        completedAt: at(9),
        resolution: {
          note: 'Sent it myself',
          actor: 'user:default/ada',
          at: at(9),
        },
      }),
      steps: [
        aStep({ status: 'completed' }),
        aStep({
          stepKey: 'mail',
          stepNumber: 2,
          status: 'skipped',
          skipReason: 'forced',
        }),
      ],
    });
    const card = await screen.findByRole('region', { name: 'Mixed outcome' });
    expect(card).toHaveTextContent('Resolved by ada: Sent it myself');
    expect(card).toHaveTextContent('1 step succeeded1 load_account');
    expect(card).toHaveTextContent('1 step skipped by an operator2 mail');
    await user.click(
      within(card).getByRole('button', { name: 'Retry from step 2' }),
    );
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      '1 step runs again2 mail',
    );
  });
});
