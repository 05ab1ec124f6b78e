import { setTimeout as sleep } from 'node:timers/promises';
import { TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

/** More checks than this mean a slow start, which somebody should look into later. */
export const USUAL_CHECKS = 20;

export const checkHealth = (
  services: TrialServices,
  everyMs: number = 1_000,
): TrialHandlers['check_health'] => ({
  run: async context => {
    const { outputs, logger, signal } = context;
    for (let checks = 1; ; checks += 1) {
      const readiness = await services.readiness(
        context,
        outputs.deploy_agent!.id,
      );
      context.progress({
        message: readiness < 1 ? 'The agent starts' : 'The agent answers',
        fraction: readiness,
      });
      if (readiness >= 1) {
        logger.info(`The agent answers, after ${checks} checks`);
        return { checks };
      }
      await sleep(everyMs, undefined, { signal });
    }
  },
  validators: {
    starts_quickly: (_, { checks }) => ({
      passed: checks <= USUAL_CHECKS,
      reasons:
        checks <= USUAL_CHECKS
          ? []
          : [`It took ${checks} checks instead of ${USUAL_CHECKS}`],
    }),
  },
});
