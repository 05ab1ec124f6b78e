/*
 * Takes the picture of `workflow-runs monitor` for the docs: launches a run of the example portal, lets it come to where
 * there is something to see, and draws what its terminal shows. The portal has to be up, and its token known:
 *
 *   export WORKFLOW_RUNS_EXAMPLE_TOKEN=$(openssl rand -hex 24)
 *   npm run demo &
 *   WORKFLOW_RUNS_URL=http://localhost:7007 WORKFLOW_RUNS_TOKEN=$WORKFLOW_RUNS_EXAMPLE_TOKEN \
 *     node scripts/run.mjs node scripts/cli-picture.mjs docs/images/cli-monitor-dark.svg
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { toSvg } from './pictures/terminalSvg.mjs';
import { root } from './toolchain/root.mjs';

const require = createRequire(join(root, 'package.json'));
require('@backstage/cli-node/config/nodeTransform.cjs');
const { PseudoTerminal } = require(join(
  root,
  'plugins/workflow-runs-cli/src/__testUtils__/PseudoTerminal.ts',
));

const program = join(root, 'plugins/workflow-runs-cli/bin/workflow-runs');
const input = { story: 'flaky', contextSize: 'medium' };

async function run(...args) {
  const done = await promisify(execFile)(process.execPath, [program, ...args]);
  return done.stdout.trim();
}

async function main([file, size = '96x30']) {
  const [columns, rows] = size.split('x').map(Number);
  const runId = await run(
    'launch',
    'trial_activation',
    '--input',
    JSON.stringify(input),
    '--quiet',
  );
  const terminal = new PseudoTerminal({
    command: process.execPath,
    args: [program, 'monitor', runId],
    columns,
    rows,
  });
  await terminal.until(screen => /Approve trial +Waiting/.test(screen), 60_000);
  await run('approve', runId);
  await terminal.until(
    screen => /Load context +Running .*[3-6]\d %/.test(screen),
    120_000,
  );
  await writeFile(file, toSvg(terminal.cells()));
  terminal.press('q');
  await terminal.exitCode;
}

await main(process.argv.slice(2));
