import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../toolchain/root.mjs';
import { startIsolatedPortal } from './isolatedPortal.mjs';
import { prepareSchemathesis } from './schemathesis.mjs';
import { runTool } from './stage.mjs';

/** The same requests each time; another number finds other ones. */
const SEED = 20261128;
const EXAMPLES_PER_ROUTE = 40;

/** Node refuses a URL beyond 16 KiB by itself; here it is to be our answer that is looked at. */
const LONG_URLS = { NODE_OPTIONS: '--max-http-header-size=4194304' };

/** What has to hold of every answer, whatever is asked. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'ignored_auth',
];

/**
 * Asks the example portal everything that its API document allows, and much that it does not. Our own
 * tests do so too, everywhere; this is the word of somebody else's tool, where Python is present.
 */
export async function fuzzApi() {
  const schemathesis = await prepareSchemathesis();
  if ('missing' in schemathesis) {
    console.log(`Left out: ${schemathesis.missing}.`);
    return { skipped: 1 };
  }
  const portal = await startIsolatedPortal({
    logFile: join(root, 'e2e-results/portal-of-api-fuzz.log'),
    env: LONG_URLS,
  });
  try {
    const token = await signIn(portal.url, 'example-admin');
    const config = join(portal.dataDirectory, 'schemathesis.toml');
    writeFileSync(config, settingsFor(await launchRun(portal.url, token)));
    const api = `${portal.url}/api/workflow-runs`;
    const options = [
      ...['--config-file', config],
      ...['run', `${api}/v1/openapi.json`, '--url', api],
      ...['--header', `Authorization: Bearer ${token}`],
      ...['--phases', 'examples,coverage,fuzzing'],
      ...['--checks', CHECKS.join(',')],
      ...['--max-examples', String(EXAMPLES_PER_ROUTE), '--seed', String(SEED)],
      ...['--request-timeout', '20', '--workers', '2', '--no-color'],
      // Streams have no end to wait for.
      ...['--exclude-operation-id', 'streamRun'],
      ...['--exclude-operation-id', 'stream'],
    ];
    // It keeps what it has found where it runs, and would ask that first the next time.
    const code = await runTool(
      schemathesis.command,
      options,
      {},
      portal.dataDirectory,
    );
    return code === 0 ? { passed: 1 } : { failed: 1 };
  } finally {
    await portal.stop();
  }
}

async function signIn(url, provider) {
  const { backstageIdentity } = await ask(
    `${url}/api/auth/${provider}/refresh`,
    { headers: { 'x-requested-with': 'XMLHttpRequest' } },
  );
  return backstageIdentity.token;
}

/** A portal without runs would answer most questions with 404. */
async function launchRun(url, token) {
  const { runId } = await ask(`${url}/api/workflow-runs/v1/runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ workflow: 'embedded/invoice_extraction' }),
  });
  return runId;
}

/** A run that there is: what there is not is what our own tests ask for, too. */
function settingsFor(runId) {
  return `[parameters]\n"path.runId" = "${runId}"\n`;
}

async function ask(url, options) {
  const response = await fetch(url, options);
  if (response.ok) return response.json();
  throw new Error(`${url} answers ${response.status}`);
}
