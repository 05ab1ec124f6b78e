import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Problem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';

/** What a portal can be started with. */
const COMPANIONS = ['temporal'];

/**
 * Where a portal listens and keeps its state, from flags (`--port 7008 --data-dir /tmp/x
 * --config extra.yaml`) or the environment (WORKFLOW_RUNS_PORT, WORKFLOW_RUNS_APP_PORT,
 * WORKFLOW_RUNS_DATA_DIR). Flags win. `--with temporal` starts a Temporal server beside it.
 *
 * @param {string[]} args
 * @param {Record<string, string | undefined>} environment
 */
export function portalSettings(args, environment) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    strict: true,
    options: {
      port: { type: 'string' },
      'app-port': { type: 'string' },
      'data-dir': { type: 'string' },
      config: { type: 'string', multiple: true, default: [] },
      with: { type: 'string', multiple: true, default: [] },
      verbose: { type: 'boolean', default: false },
      rebuild: { type: 'boolean', default: false },
    },
  });
  const dataDirectory =
    values['data-dir'] ?? environment.WORKFLOW_RUNS_DATA_DIR;
  return {
    backendPort: port(values.port ?? environment.WORKFLOW_RUNS_PORT ?? '7007'),
    appPort: port(
      values['app-port'] ?? environment.WORKFLOW_RUNS_APP_PORT ?? '3000',
    ),
    dataDirectory: dataDirectory
      ? absolute(dataDirectory)
      : join(root, '.data'),
    /** An instance with a data directory of its own must not depend on a developer's local settings. */
    isolated: Boolean(dataDirectory),
    extraConfig: values.config.map(absolute),
    /** Programs may ask the API with what WORKFLOW_RUNS_EXAMPLE_TOKEN says. */
    hasExampleToken: Boolean(environment.WORKFLOW_RUNS_EXAMPLE_TOKEN),
    companions: [...new Set(values.with.map(companion))],
    rebuild: values.rebuild,
    verbose: values.verbose,
    packages: positionals,
  };
}

function companion(name) {
  if (COMPANIONS.includes(name)) return name;
  throw new Problem(
    `There is no "${name}" to start the portal with.`,
    `It can be started with: ${COMPANIONS.join(', ')}.`,
  );
}

function port(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new Problem(`"${text}" is not a port number.`);
}

// Tools resolve relative paths from a package folder, people from where they stand.
function absolute(path) {
  return isAbsolute(path)
    ? path
    : resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
