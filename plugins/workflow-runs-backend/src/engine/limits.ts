import { DEFAULT_RUN_LIMITS, RunLimits } from './admission';
import { DEFAULT_PAYLOAD_LIMITS, PayloadLimits } from './payloadLimits';

/** How much there may be at a time, and how large it may be: `workflowRuns.limits`. */
export type EngineLimits = RunLimits &
  PayloadLimits & {
    /** Attempts that this backend executes at a time; others wait for them. */
    attemptsPerBackend: number;
  };

/** What a backend without configuration uses. */
export const DEFAULT_LIMITS: EngineLimits = {
  ...DEFAULT_RUN_LIMITS,
  ...DEFAULT_PAYLOAD_LIMITS,
  attemptsPerBackend: 200,
};
