import { SEATS_OF_PLAN } from './input';
import { TrialHandlers } from './definition';

const REQUESTS_PER_SEAT = 200;

export const validateRequest: TrialHandlers['validate_request'] = {
  run: ({ input: { seats, plan }, logger }) => {
    logger.info(`${seats} seats are asked for, on the plan ${plan}`);
    return {
      seats,
      allowed: SEATS_OF_PLAN[plan],
      requestsPerDay: seats * REQUESTS_PER_SEAT,
    };
  },
  validators: {
    within_plan: ({ input: { plan } }, { seats, allowed }) => ({
      passed: seats <= allowed,
      score: Math.min(1, allowed / seats),
      reasons:
        seats <= allowed
          ? []
          : [`A trial of ${plan} has at most ${allowed} seats, not ${seats}`],
    }),
  },
};
