import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { writeAtomically } from '../toolchain/files.mjs';
import { root } from '../toolchain/root.mjs';

/** Lets programs in that have the token of the environment, which is written nowhere, and only to our own API. */
const exampleAccess = {
  type: 'static',
  options: {
    token: '${WORKFLOW_RUNS_EXAMPLE_TOKEN}',
    subject: 'example-command-line',
  },
  accessRestrictions: [{ plugin: 'workflow-runs' }],
};

/**
 * What ports and state directory mean in the configuration of Backstage.
 *
 * @param {{ appPort: number, backendPort: number, dataDirectory: string, hasExampleToken?: boolean }} settings
 */
export function overrides({
  appPort,
  backendPort,
  dataDirectory,
  hasExampleToken,
}) {
  const appUrl = `http://localhost:${appPort}`;
  return {
    app: {
      baseUrl: appUrl,
      // old assets for open windows after an upgrade: nothing to wait for on a developer's machine
      disableStaticFallbackCache: true,
    },
    backend: {
      baseUrl: `http://localhost:${backendPort}`,
      listen: { host: '127.0.0.1', port: backendPort },
      cors: { origin: appUrl },
      database: {
        client: 'better-sqlite3',
        connection: { directory: dataDirectory },
      },
      ...(hasExampleToken && { auth: { externalAccess: [exampleAccess] } }),
    },
  };
}

/**
 * Writes the overrides beside the state they describe.
 *
 * @param {string} name of the kind of portal
 * @param {string[]} [companionConfig] files that say what it is started with
 * @returns {string[]} the `--config` arguments, with absolute paths because each package resolves its own
 */
export function configArguments(name, settings, companionConfig = []) {
  mkdirSync(settings.dataDirectory, { recursive: true });
  const generated = join(settings.dataDirectory, `app-config.${name}.yaml`);
  // JSON is YAML, and needs no library to be quoted correctly
  writeAtomically(
    generated,
    `${JSON.stringify(overrides(settings), null, 2)}\n`,
  );
  const local = join(root, 'app-config.local.yaml');
  const files = [
    join(root, 'app-config.yaml'),
    generated,
    ...companionConfig,
    ...(!settings.isolated && existsSync(local) ? [local] : []),
    ...settings.extraConfig,
  ];
  return files.flatMap(file => ['--config', file]);
}

/** What the backend and its example plugins can refer to as `${WORKFLOW_RUNS_DATA_DIR}`. */
export function portalEnvironment(settings) {
  return {
    ...process.env,
    // development: allows the example users, and closes open connections at once on shutdown
    NODE_ENV: 'development',
    WORKFLOW_RUNS_DATA_DIR: settings.dataDirectory,
    WORKFLOW_RUNS_PORT: String(settings.backendPort),
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  };
}
