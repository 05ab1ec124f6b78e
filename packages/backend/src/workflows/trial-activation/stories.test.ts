import { ExamplePortal } from '../../__testUtils__/ExamplePortal';
import trialServicesPlugin from '../../trial-services';
import { Story } from '../../trial-services/stories';
import trialActivationModule from '.';

jest.setTimeout(60_000);

describe('trial_activation, on an engine', () => {
  let portal: ExamplePortal;
  beforeAll(async () => {
    portal = await ExamplePortal.start({
      features: [trialActivationModule, trialServicesPlugin],
      config: { exampleTrials: { latencyMs: 0, startUpMs: 0 } },
      ownershipEntityRefs: ['group:default/team-growth'],
    });
  });

  const decide = (
    runId: string,
    step: string,
    decision: 'approved' | 'rejected',
  ) =>
    portal.client.call('decideStep', {
      params: { runId },
      body: { step, decision },
    });
  /** Launches a run and approves it. */
  async function approved(story: Story): Promise<string> {
    const runId = await portal.launch('trial_activation', { story });
    await portal.untilStep(runId, 'approve_trial', 'waiting_human');
    await decide(runId, 'approve_trial', 'approved');
    return runId;
  }
  const signIn = async (runId: string) => {
    await portal.untilStep(runId, 'first_sign_in', 'running');
    await portal.client.call('sendEvent', {
      params: { runId },
      body: { name: 'customer_signed_in', payload: { user: 'ada' } },
    });
  };
  const completed = (runId: string) =>
    portal.until(runId, ({ status }) => status === 'completed');

  it('activates a trial, and writes a summary', async () => {
    const runId = await approved('happy');
    await signIn(runId);
    const run = await completed(runId);
    expect(run.progress).toMatchObject({ completedSteps: 15, totalSteps: 15 });
    const { items } = await portal.client.call('listArtifacts', {
      params: { runId },
    });
    expect(items.map(({ name }) => name)).toEqual(['trial-summary.md']);
    const { items: steps } = await portal.client.call('listSteps', {
      params: { runId },
    });
    expect(
      steps.find(({ stepKey }) => stepKey === 'write_summary')?.report,
    ).toMatchObject({ effectiveness: 1, experience: 1 });
  });

  it('asks where a customer is doubtful, and fails where that is rejected', async () => {
    const runId = await portal.launch('trial_activation', {
      story: 'doubtful_customer',
    });
    await portal.untilStep(runId, 'screen_customer', 'waiting_human');
    await decide(runId, 'screen_customer', 'rejected');
    const run = await portal.until(runId, ({ status }) => status === 'failed');
    expect(run.error).toMatchObject({
      category: 'validation_failed',
      stepKey: 'screen_customer',
    });
  });

  it('takes back what it created where billing is down, and succeeds when retried', async () => {
    const runId = await approved('billing_down');
    await portal.until(runId, ({ status }) => status === 'failed');
    expect(await portal.statuses(runId)).toMatchObject({
      create_account: 'compensated',
      reserve_capacity: 'compensated',
      deploy_agent: 'compensated',
      create_customer: 'compensated',
      start_subscription: 'failed',
      activate_trial: 'skipped',
    });

    await portal.client.call('retryRun', { params: { runId }, body: {} });
    await signIn(runId);
    const run = await completed(runId);
    expect(run.generation).toBe(1);
  });

  it('needs somebody where the rollback fails, too', async () => {
    const runId = await approved('rollback_fails');
    await portal.until(runId, ({ needsIntervention }) => needsIntervention);
    expect(await portal.statuses(runId)).toMatchObject({
      'reserve_capacity:compensate': 'failed',
      create_account: 'completed',
    });

    await portal.client.call('retryRun', {
      params: { runId },
      body: { step: 'reserve_capacity:compensate' },
    });
    await portal.until(runId, ({ status }) => status === 'failed');
    expect(await portal.statuses(runId)).toMatchObject({
      create_account: 'compensated',
    });
  });

  it('goes on with a quota that was set by hand', async () => {
    const runId = await approved('quota_stuck');
    await portal.untilStep(runId, 'set_quota', 'retrying');
    await portal.client.call('invokeNodeAction', {
      params: { runId },
      body: {
        step: 'set_quota',
        action: 'use_manual_quota',
        input: { seats: 25, requestsPerDay: 2_000 },
      },
    });
    await signIn(runId);
    await expect(completed(runId)).resolves.toMatchObject({ generation: 0 });
  });

  it('is held where the welcome cannot be sent, until somebody says go on', async () => {
    const runId = await approved('mail_down');
    const { blockedReason } = await portal.until(
      runId,
      ({ status }) => status === 'paused',
    );
    expect(blockedReason).toBe('step_failed');
    await portal.client.call('forceStep', {
      params: { runId },
      body: {
        step: 'send_welcome_email',
        to: 'complete',
        output: { id: 'mail-by-hand' },
        reason: 'I wrote to them myself',
      },
    });
    await signIn(runId);
    await expect(completed(runId)).resolves.toMatchObject({ partial: false });
  });
});
