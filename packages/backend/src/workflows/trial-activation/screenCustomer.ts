import { TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

/** Below, somebody should have a look. */
const ENOUGH_TRUST = 0.6;

export const screenCustomer = (
  services: TrialServices,
): TrialHandlers['screen_customer'] => ({
  run: async context => {
    const { contactName, contactEmail } = context.input;
    const screening = await services.screen(context, contactEmail);
    context.logger.info(
      `Trust in ${contactName} <${contactEmail}>: ${screening.trust.toFixed(
        2,
      )}`,
    );
    return screening;
  },
  validators: {
    trusted: (_, { trust, doubts }) => ({
      passed: trust >= ENOUGH_TRUST,
      score: trust,
      reasons: doubts,
    }),
  },
});
