/*
 * npm start: the dev servers, frontend on port 3000 and backend on port 7007, both of which
 * follow changes of the sources. Takes the packages to start as arguments, as `backstage-cli repo start`
 * does, and the flags of ./portal/settings.mjs.
 */
import { startCompanions } from './portal/companions.mjs';
import { configArguments, portalEnvironment } from './portal/config.mjs';
import { requireFreePorts } from './portal/ports.mjs';
import { backendReadiness } from './portal/readiness.mjs';
import { serve } from './portal/serve.mjs';
import { portalSettings } from './portal/settings.mjs';
import { root } from './toolchain/root.mjs';

export async function main(args) {
  const settings = portalSettings(args, process.env);
  const { appPort, backendPort } = settings;
  await requireFreePorts([
    { port: appPort, purpose: 'frontend', variable: 'WORKFLOW_RUNS_APP_PORT' },
    { port: backendPort, purpose: 'backend', variable: 'WORKFLOW_RUNS_PORT' },
  ]);
  const companions = await startCompanions(settings);
  const url = `http://localhost:${appPort}`;
  await serve(
    {
      command: 'backstage-cli',
      args: [
        'repo',
        'start',
        ...settings.packages,
        ...configArguments('start', settings, companions.extraConfig),
      ],
      cwd: root,
      env: { ...portalEnvironment(settings), ...companions.environment },
    },
    {
      url,
      addresses: { frontend: url, backend: backendReadiness(backendPort) },
    },
  );
}
