import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTEXT_PARTS } from './input';
import { TrialHandlers } from './definition';
import { TrialServices } from './TrialServices';

/** A large context takes long, and is not stuck: its progress says how far it is. */
export const loadContext =
  (
    services: TrialServices,
    betweenMs: number = 500,
  ): TrialHandlers['load_context'] =>
  async context => {
    const { input, outputs, logger, signal } = context;
    const parts = CONTEXT_PARTS[input.contextSize];
    const startedAt = performance.now();
    for (let part = 1; part <= parts; part += 1) {
      await services.loadPart(context, outputs.deploy_agent!.id, part);
      context.progress({
        message: `Part ${part} of ${parts}`,
        fraction: part / parts,
      });
      await sleep(betweenMs, undefined, { signal });
    }
    context.usage({ computeMs: performance.now() - startedAt });
    logger.info(`The agent knows all ${parts} parts`);
    return { parts };
  };
