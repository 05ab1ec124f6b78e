import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

/**
 * Compiles the worker of a benchmark with what is under test, once, as a backend is built: our own
 * packages from source into one file, everything else required from node_modules.
 *
 * @param {string} benchmark its folder
 * @returns {Promise<string>} the file
 */
export async function buildWorker(benchmark) {
  const output = join(import.meta.dirname, 'dist', benchmark);
  mkdirSync(output, { recursive: true });
  const outfile = join(output, 'worker.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, benchmark, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: `node${process.versions.node.split('.')[0]}`,
    format: 'cjs',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'dependencies',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' ||
            path.startsWith('backstage-plugin-workflow-runs')
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
  return outfile;
}
