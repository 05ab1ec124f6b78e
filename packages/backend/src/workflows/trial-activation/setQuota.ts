import { TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

export const setQuota = (
  services: TrialServices,
): TrialHandlers['set_quota'] => ({
  run: async context => {
    const { seats, requestsPerDay } = context.outputs.validate_request!;
    await services.setQuota(context, context.outputs.create_account!.id, {
      seats,
      requestsPerDay,
    });
    context.logger.info(`${seats} seats, ${requestsPerDay} requests a day`);
    return { seats, requestsPerDay, setBy: 'service' };
  },
  actions: {
    use_manual_quota: ({ logger }, quota) => {
      logger.warn('Going on with a quota that was set by hand', quota);
      return { ...quota, setBy: 'operator' };
    },
  },
});
