/*
 * Measures how soon the command line answers, beside its peers, by turns:
 *
 *   npm run cli:quick   half a minute
 *   npm run cli         two minutes
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { bundle } from '../../plugins/workflow-runs-cli/bundle.mjs';
import { table } from '../table.mjs';

const root = join(import.meta.dirname, '../..');
const output = join(import.meta.dirname, '../dist');
// Within the package: what is left out of the file is found from there.
const program = join(
  root,
  'plugins/workflow-runs-cli/node_modules/.cache/workflow-runs.cjs',
);
const subjects = {
  'node -e 0': ['-e', '0'],
  'workflow-runs --help': [program, '--help'],
  'workflow-runs list --help': [program, 'list', '--help'],
  'workflow-runs completion': [program, 'completion', 'complete', '--', 'li'],
  'workflow-runs list, refused a connection': [
    program,
    ...['list', '--url', 'http://127.0.0.1:65533'],
  ],
  'backstage-cli --help': [
    join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
    '--help',
  ],
};

/** Milliseconds until a process has ended, whatever it says. */
async function measure(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      WORKFLOW_RUNS_TOKEN: 'none',
      // As the program that is installed has it; the peers have it, too.
      NODE_COMPILE_CACHE: join(output, 'compile-cache'),
    },
  });
  await once(child, 'exit');
  return performance.now() - started;
}

const median = values =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

await bundle(program);
for (const args of Object.values(subjects)) await measure(args);
const rounds = process.argv.includes('--quick') ? 5 : 25;
const loadBefore = loadavg()[0];
const times = Object.fromEntries(Object.keys(subjects).map(name => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  // By turns, so that what else the machine does concerns all alike.
  for (const [name, args] of Object.entries(subjects)) {
    times[name].push(await measure(args));
  }
}
const [peer] = Object.keys(subjects);
const rows = Object.entries(times).map(([name, values]) => [
  `\`${name}\``,
  `${median(values).toFixed(0)} ms`,
  `**${(median(values) / median(times[peer])).toFixed(1)}**`,
]);
const head = `${cpus().length} × ${cpus()[0].model}, Node ${
  process.version
}, ${rounds} rounds; load average ${loadBefore.toFixed(
  1,
)} before, ${loadavg()[0].toFixed(1)} after.`;
mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'cli.json'), JSON.stringify(times, undefined, 2));
console.log(`${head}\n\n${table(['', 'median', `÷ \`${peer}\``], rows)}`);
