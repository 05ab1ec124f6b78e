import {
  apiError,
  aRun,
  aSnapshot,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { allStates, RUN_PREFIX } from '../scenarios';

/** The run that {@link withRun} holds. */
export const RUN = aRun().id;

/** A run of {@link portal}. */
export const runOf = (name: string) => `${RUN_PREFIX}${name}`;

/** Runs in every state. */
export const portal = () => allStates(Date.now());

/** A backend that knows a workflow, and no run. */
export function unused() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  return api;
}

/** A backend that holds one running run; say what differs. */
export function withRun(overrides: Partial<FakeRun> = {}) {
  const api = unused();
  api.add({ ...aSnapshot(), ...overrides });
  return api;
}

type Backend = () => FakeWorkflowRuns;

/** The backend, changed before anybody asks it. */
export const but =
  (backend: Backend, change: (api: FakeWorkflowRuns) => void): Backend =>
  () => {
    const api = backend();
    change(api);
    return api;
  };

export const failing = (backend: Backend, error: Error, ...routes: string[]) =>
  but(backend, api => routes.forEach(route => api.fail(route, error)));

export const silent = (backend: Backend, ...routes: string[]) =>
  but(backend, api => routes.forEach(route => api.silence(route)));

export const refusal = (permission = 'workflow-runs.run.read') =>
  apiError(403, {
    name: 'NotAllowedError',
    message: `Missing permission ${permission}`,
  });

export const breakdown = () =>
  apiError(500, { message: 'database disk image is malformed' });

export const offline = () => new TypeError('Failed to fetch');
