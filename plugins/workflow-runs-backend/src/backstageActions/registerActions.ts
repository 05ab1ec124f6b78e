import { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import type { Ask } from '../api/createAsk';
import { ActionCall, AskerCredentials } from '../requests/ActionCall';
import { BackstageAction } from './BackstageAction';
import { cancelRun } from './cancelRun';
import { compareRuns } from './compareRuns';
import { decideStep } from './decideStep';
import { explainRun } from './explainRun';
import { getRun } from './getRun';
import { getStatistics } from './getStatistics';
import { getWorkflow } from './getWorkflow';
import { inWords } from './inWords';
import { launchRun } from './launchRun';
import { listRuns } from './listRuns';
import { listWorkflows } from './listWorkflows';
import { pauseRun } from './pauseRun';
import { resumeRun } from './resumeRun';
import { retryRun } from './retryRun';
import { tailLogs } from './tailLogs';

/** All that agents, templates and tools can do. What each takes is its own. */
export const backstageActions: BackstageAction<any, any>[] = [
  listRuns,
  getRun,
  explainRun,
  compareRuns,
  getStatistics,
  tailLogs,
  listWorkflows,
  getWorkflow,
  launchRun,
  pauseRun,
  resumeRun,
  cancelRun,
  retryRun,
  decideStep,
];

/** Offers them to Backstage: each asks the API in the name of whoever uses it. */
export function registerActions(
  registry: ActionsRegistryService,
  options: {
    ask: (call: ActionCall) => Ask;
    urlOf: (runId: string) => string;
  },
): void {
  const { ask, urlOf } = options;
  for (const { answer, ...described } of backstageActions) {
    registry.register({
      ...described,
      action: async ({ input, credentials }) => {
        const call = new ActionCall({
          action: described.name,
          credentials: askerOf(credentials),
          idempotencyKey: input.idempotencyKey,
        });
        try {
          return { output: await answer(input, { ask: ask(call), urlOf }) };
        } catch (error) {
          throw inWords(error);
        }
      },
    });
  }
}

/** @throws NotAllowedError where nobody is signed in */
function askerOf(credentials: BackstageCredentials): AskerCredentials {
  const { type } = credentials.principal as { type?: string };
  if (type === 'user' || type === 'service')
    return credentials as AskerCredentials;
  throw new NotAllowedError('Only users and services may do that');
}
