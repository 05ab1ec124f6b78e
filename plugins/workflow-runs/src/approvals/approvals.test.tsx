import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  actionsAllowed,
  aDecision,
  anEvent,
  anUpdate,
  apiError,
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
const MINUTE_MS = 60_000;
const soon = new Date(Date.now() + 60 * MINUTE_MS).toISOString();
const past = new Date(Date.now() - 62 * MINUTE_MS).toISOString();
const approval = (dueAt: string | null = soon, stepKey = 'approve_trial') =>
  aStep({
    stepKey,
    name: 'Approve trial',
    stepNumber: 3,
    type: 'approval',
    status: 'waiting_human',
    waitingFor: { kind: 'approval', approvers: [], since: at(5), dueAt },
  });

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => restore());

function show(overrides: Partial<FakeRun> = {}, path = '/') {
  const api = new FakeWorkflowRuns();
  const run = api.add({
    ...aSnapshot({ run: aRun({ status: 'waiting_human' }) }),
    steps: [approval()],
    decisions: [aDecision({ dueAt: soon })],
    ...overrides,
  });
  const post = jest.fn((_: unknown) => ({ close: () => {} }));
  const { container } = renderScreen(<RunPage runId={RUN} />, api, path, {
    post,
  });
  return { api, run, post, container, user: userEvent.setup() };
}
const card = (name = /Approve trial waits for approval/) =>
  screen.findByRole('region', { name });
const answers = (api: FakeWorkflowRuns) =>
  api.calls
    .filter(({ id }) => id === 'decideStep')
    .map(({ input }) => input.body);

describe('what waits for a human', () => {
  it('says what it is about, who may decide, and how long there is', async () => {
    show({
      events: [
        anEvent({
          type: 'step.waiting_human',
          stepKey: 'approve_trial',
          payload: { notice: 'reminder' },
        }),
        anEvent({
          number: 2,
          type: 'step.waiting_human',
          stepKey: 'approve_trial',
          payload: { notice: 'escalated', to: ['group:default/platform'] },
        }),
      ],
    });
    const shown = await card();
    await waitFor(() =>
      expect(shown).toHaveTextContent('CompanyLarkspur Labs'),
    );
    expect(within(shown).getByRole('timer')).toHaveTextContent(
      /^5\d m \d\d s left$/,
    );
    await waitFor(() => expect(shown).toHaveTextContent('Reminded once'));
    expect(shown).toHaveTextContent('Escalated to platform');
  });

  it('says when it is overdue', async () => {
    show({ steps: [approval(past)] });
    expect(within(await card()).getByRole('timer')).toHaveTextContent(
      /^Overdue by 1 h 0\d m$/,
    );
  });

  it('shows what validators found in an output', async () => {
    show({
      steps: [
        aStep({
          status: 'waiting_human',
          waitingFor: { kind: 'validation', since: at(3), results: [] },
        }),
      ],
      decisions: [
        aDecision({
          stepKey: 'load_account',
          about: 'validation',
          show: null,
          validation: [
            {
              validator: 'trusted',
              passed: false,
              score: 0.45,
              reasons: ['Registered four days ago'],
            },
          ],
        }),
      ],
    });
    const shown = await card(/The output of Step 1 load_account/);
    await waitFor(() =>
      expect(shown).toHaveTextContent(
        'trusted not passed · score 0.45Registered four days ago',
      ),
    );
  });

  it('takes an answer with a note, once', async () => {
    const { api, post, user } = show();
    const shown = await card();
    await user.type(within(shown).getByLabelText(/Note/), 'A known customer');
    await user.dblClick(within(shown).getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(answers(api)).toEqual([
        {
          step: 'approve_trial',
          decision: 'approved',
          note: 'A known customer',
        },
      ]),
    );
    await waitFor(() =>
      expect(post).toHaveBeenCalledWith(
        expect.objectContaining({ title: 'Step 3 Approve trial: Approved' }),
      ),
    );
  });

  it('keeps the note where the answer is refused, and says why', async () => {
    const { api, user } = show();
    api.fail('decideStep', apiError(403, { message: 'It asks others: admin' }));
    const shown = await card();
    const note = within(shown).getByLabelText(/Note/);
    await user.type(note, 'no');
    await user.click(within(shown).getByRole('button', { name: 'Reject' }));
    expect(await within(shown).findByRole('alert')).toHaveTextContent(
      'It asks others: admin',
    );
    expect(note).toHaveValue('no');
  });

  it('says who decided where somebody else was first', async () => {
    const { api, run, user } = show();
    await card();
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));
    run.decisions = [
      aDecision({
        decidedAt: at(60),
        decision: 'rejected',
        actor: 'user:default/admin',
        note: 'Not this one',
      }),
    ];
    act(() =>
      api.push(
        RUN,
        anUpdate({
          steps: [
            {
              ...approval(),
              status: 'failed',
              waitingFor: null,
              updatedAt: at(9),
            },
          ],
          events: [anEvent({ type: 'decision.made' })],
        }),
      ),
    );
    expect(await screen.findByText('Rejected by admin')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    expect(screen.queryByText('Rejected by admin')).toBeNull();
  });

  it('names the others where the reader is not asked', async () => {
    const waitingFor: Step['waitingFor'] = {
      kind: 'approval',
      approvers: ['group:default/team-legal'],
      since: at(5),
      dueAt: null,
    };
    show({ steps: [{ ...approval(), waitingFor }] });
    const shown = await card();
    await waitFor(() =>
      expect(
        within(shown).getByText('Approve').closest('button'),
      ).toHaveAttribute('aria-disabled', 'true'),
    );
    expect(
      within(shown).getByText('Approve').closest('button'),
    ).toHaveAttribute('title', 'This asks others: team-legal');
  });

  it('says which permission is missing', async () => {
    const reason = 'You need the permission workflow-runs.run.decide';
    show({
      run: aRun({
        status: 'waiting_human',
        allowedActions: actionsAllowed({ decide: { allowed: false, reason } }),
      }),
    });
    const button = within(await card())
      .getByText('Reject')
      .closest('button')!;
    expect(button).toHaveAttribute('title', reason);
  });

  it('can still be decided when what it is about cannot be read', async () => {
    const { api, user } = show();
    api.fail('listDecisions', apiError(400));
    const shown = await card();
    expect(
      await within(shown).findByText('What this is about could not be loaded'),
    ).toBeInTheDocument();
    await user.click(within(shown).getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(answers(api)).toHaveLength(1));
  });

  it('may be several things at once, the most urgent first', async () => {
    show({
      steps: [approval(null, 'whenever'), approval()],
      decisions: [],
    });
    const cards = await screen.findAllByRole('region', {
      name: /waits for approval/,
    });
    expect(cards).toHaveLength(2);
    expect(within(cards[0]).getByRole('timer')).toBeInTheDocument();
  });

  it('has markup that assistive technology can read', async () => {
    const { container } = show({}, '/?tab=decisions');
    await card();
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });
});

describe('the decisions of a run', () => {
  it('are listed with who decided, after how long, and why', async () => {
    show(
      {
        decisions: [
          aDecision({
            askedAt: at(0),
            dueAt: at(60),
            decidedAt: at(90),
            decision: 'approved',
            actor: 'user:default/ada',
            note: 'Fine',
          }),
          aDecision({ generation: 7, decision: 'rejected', decidedAt: at(9) }),
          aDecision({ askedAt: at(2) }),
        ],
      },
      '/?tab=decisions',
    );
    const table = await screen.findByRole('table', { name: 'Decisions' });
    const [, first, second, third] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/Approved.*ada.*1 m 30 s late.*Fine/);
    expect(second).toHaveTextContent('Nobody in time');
    expect(third).toHaveTextContent('Open');
  });

  it.each([
    [undefined, 'Nobody was asked to decide anything'],
    [apiError(400), 'The decisions could not be loaded'],
  ])('have a state of their own without any: %s', async (error, words) => {
    const { api } = show({ steps: [], decisions: [] }, '/?tab=decisions');
    api.fail('listDecisions', error);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });
});
