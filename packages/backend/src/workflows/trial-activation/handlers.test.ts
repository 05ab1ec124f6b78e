import { findDefinitionProblems } from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { createFakeStepContext } from 'backstage-plugin-workflow-runs-node/testing';
import { checkHealth } from './checkHealth';
import { trialActivation, TrialInput, TrialOutputs } from './definition';
import { createHandlers } from './handlers';
import { inputSchema } from './input';
import { loadContext } from './loadContext';
import { TrialServices } from './TrialServices';
import { validateRequest } from './validateRequest';
import { writeSummary } from './writeSummary';

const contextOf = (
  outputs: Partial<TrialOutputs> = {},
  input: Partial<TrialInput> = {},
) =>
  createFakeStepContext({
    input: { ...inputSchema.parse({}), ...input },
    outputs,
  });

/** Services of which each call is a mock that succeeds. */
function mockOfServices() {
  return {
    screen: jest.fn(async () => ({ trust: 0.4, doubts: ['unknown'] })),
    create: jest.fn(async (_, resource: string) => ({ id: `${resource}-1` })),
    delete: jest.fn(async () => {}),
    readiness: jest.fn(async () => 1),
    loadPart: jest.fn(async () => {}),
    setQuota: jest.fn(async () => {}),
  };
}
const typed = (services: ReturnType<typeof mockOfServices>) =>
  services as unknown as TrialServices;

describe('trial_activation', () => {
  it('is a definition that can be run, of 15 steps', () => {
    expect(findDefinitionProblems(trialActivation.definition)).toEqual([]);
    expect(trialActivation.definition.steps).toHaveLength(15);
  });

  it('uses a retry policy of every kind', () => {
    const kinds = trialActivation.definition.steps.map(step =>
      'retry' in step ? step.retry.kind : undefined,
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        'none',
        'failAfter',
        'exponentialBackoff',
        'keepTrying',
        undefined,
      ]),
    );
  });

  it('can be launched without filling in anything', () => {
    expect(inputSchema.parse({})).toMatchObject({ story: 'happy', seats: 25 });
  });
});

describe('validate_request', () => {
  it.each([
    ['starter', 10, true, 1],
    ['starter', 40, false, 0.25],
    ['enterprise', 500, true, 1],
  ] as const)('judges %s with %i seats', async (plan, seats, passed, score) => {
    const context = contextOf({}, { plan, seats });
    const output = await validateRequest.run(context);
    const verdict = await validateRequest.validators.within_plan(
      context,
      output,
    );
    expect(verdict).toMatchObject({ passed, score });
  });

  it('says what the plan allows', () => {
    const context = contextOf({}, { plan: 'team' });
    const output = { seats: 60, allowed: 50, requestsPerDay: 1 };
    expect(
      validateRequest.validators.within_plan(context, output),
    ).toMatchObject({
      reasons: ['A trial of team has at most 50 seats, not 60'],
    });
  });
});

describe('screen_customer', () => {
  it('does not pass without enough trust, and says why', async () => {
    const { screen_customer } = createHandlers(typed(mockOfServices()));
    const context = contextOf();
    const output = await screen_customer.run(context);
    expect(screen_customer.validators.trusted(context, output)).toEqual({
      passed: false,
      score: 0.4,
      reasons: ['unknown'],
    });
  });
});

describe('a step that creates something', () => {
  const handlers = (services = mockOfServices()) => ({
    services,
    steps: createHandlers(typed(services)),
  });

  it('passes on what belongs together', async () => {
    const { services, steps } = handlers();
    const context = contextOf({
      create_account: { id: 'account-1' },
      reserve_capacity: { id: 'reservation-1' },
    });
    await expect(steps.deploy_agent.run(context)).resolves.toEqual({
      id: 'agents-1',
    });
    expect(services.create).toHaveBeenCalledWith(context, 'agents', {
      account: 'account-1',
      reservation: 'reservation-1',
    });
  });

  it.each([
    ['create_account', 'accounts'],
    ['reserve_capacity', 'reservations'],
    ['deploy_agent', 'agents'],
    ['create_customer', 'customers'],
    ['start_subscription', 'subscriptions'],
  ] as const)('deletes what %s has created', async (key, resource) => {
    const { services, steps } = handlers();
    const context = { ...contextOf(), output: { id: 'x-1' } };
    await steps[key].compensate(context);
    expect(services.delete).toHaveBeenCalledWith(context, resource, 'x-1');
    expect(context.recorded.logs).toEqual([
      { level: 'info', message: 'Deleted x-1' },
    ]);
  });

  it('fails as the service does', async () => {
    const { services, steps } = handlers();
    const down = new StepFailure('external_api', 'down', { code: '503' });
    services.create.mockRejectedValue(down);
    await expect(steps.create_account.run(contextOf())).rejects.toBe(down);
  });
});

describe('check_health', () => {
  const deployed = { deploy_agent: { id: 'agent-1' } };

  it('looks until the agent answers', async () => {
    const services = mockOfServices();
    services.readiness.mockResolvedValueOnce(0.5);
    const context = contextOf(deployed);
    const { run } = checkHealth(typed(services), 1);
    await expect(run(context)).resolves.toEqual({ checks: 2 });
    expect(context.recorded.progress).toEqual([
      { message: 'The agent starts', fraction: 0.5 },
      { message: 'The agent answers', fraction: 1 },
    ]);
  });

  it('stops looking where the step is aborted', async () => {
    const services = mockOfServices();
    services.readiness.mockResolvedValue(0.5);
    const context = contextOf(deployed);
    const running = checkHealth(typed(services), 60_000).run(context);
    setTimeout(() => context.abort(new Error('canceled')), 10);
    await expect(running).rejects.toThrow('aborted');
  });

  it('notes a start that took long', () => {
    const { validators } = checkHealth(typed(mockOfServices()));
    expect(
      validators.starts_quickly(contextOf(), { checks: 21 }),
    ).toMatchObject({
      passed: false,
      reasons: ['It took 21 checks instead of 20'],
    });
  });
});

describe('load_context', () => {
  it('says how far it is, and what it has used', async () => {
    const services = mockOfServices();
    const context = contextOf({ deploy_agent: { id: 'agent-1' } });
    await loadContext(typed(services), 1)(context);
    expect(services.loadPart).toHaveBeenCalledTimes(4);
    expect(context.recorded.progress.at(-1)).toEqual({
      message: 'Part 4 of 4',
      fraction: 1,
    });
    expect(context.recorded.usage.computeMs).toBeGreaterThan(0);
  });
});

describe('set_quota', () => {
  it('goes on with what an operator has set', async () => {
    const { set_quota } = createHandlers(typed(mockOfServices()));
    const quota = { seats: 5, requestsPerDay: 500 };
    expect(set_quota.actions.use_manual_quota(contextOf(), quota)).toEqual({
      ...quota,
      setBy: 'operator',
    });
  });
});

describe('first_sign_in', () => {
  it.each([
    ['to the contact', {}, 'ada.winter@larkspur.example'],
    [
      'to another address',
      { to: 'it@larkspur.example' },
      'it@larkspur.example',
    ],
  ])('sends the welcome again %s', async (_, given, to) => {
    const services = mockOfServices();
    const { first_sign_in } = createHandlers(typed(services));
    const context = contextOf();
    await first_sign_in.actions.resend_welcome_email(context, given);
    expect(services.create).toHaveBeenCalledWith(
      context,
      'mails',
      expect.objectContaining({ to }),
    );
  });
});

describe('write_summary', () => {
  it('tells what the customer has got, and that nobody came yet', async () => {
    const context = contextOf({
      create_account: { id: 'account-1' },
      set_quota: { seats: 25, requestsPerDay: 5_000, setBy: 'service' },
      first_sign_in: null,
    });
    await writeSummary(context);
    const [{ content }] = context.recorded.artifacts;
    expect(content).toContain('# Trial of Larkspur Labs');
    expect(content).toContain('| Account | account-1 |');
    expect(content).toContain('| Agent | – |');
    expect(content).toContain('| Signed in | not yet |');
  });

  it.each([
    ['half of a trial where nobody came', null, 10, 0.5, 1],
    ['a whole one where somebody did', { user: 'ada' }, 10, 1, 1],
    ['less pleasant where they had to wait', { user: 'ada' }, 40, 1, 0.5],
  ])('reports %s', async (_, signIn, checks, effectiveness, experience) => {
    const context = contextOf({
      check_health: { checks },
      set_quota: { seats: 25, requestsPerDay: 5_000, setBy: 'service' },
      first_sign_in: signIn,
    });
    await writeSummary(context);
    expect(context.recorded.report).toEqual({
      effectiveness,
      experience,
      details: { signedIn: signIn !== null, checks },
      businessIndicators: [
        { name: 'Seats on trial', before: 0, after: 25, unit: 'seats' },
      ],
    });
  });
});
