import { creating } from './creating';
import { TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

const DAY_MS = 86_400_000;

export const activateTrial = (
  services: TrialServices,
  now: () => number = Date.now,
): TrialHandlers['activate_trial'] => {
  const { run, compensate } = creating(
    services,
    'activations',
    ({ outputs }) => ({
      account: outputs.create_account?.id,
      agent: outputs.deploy_agent?.id,
      subscription: outputs.start_subscription?.id,
    }),
  );
  return {
    run: async context => {
      const { id } = await run(context);
      const endsAt = new Date(now() + context.input.trialDays * DAY_MS);
      return { id, endsAt: endsAt.toISOString() };
    },
    compensate,
  };
};
