/*
 * Makes the program one file: it starts in a fraction of the time that its modules take one by one. `prepack` runs it
 * after the package was built, and its tests run what it makes.
 */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));

/** @param {string} outfile where the program goes; what it does not hold has to be found from there */
export async function bundle(outfile) {
  await build({
    entryPoints: [here('src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    // Licences of what it holds go with it.
    legalComments: 'eof',
    // Only a login of the Backstage CLI needs it, and it reads files of its own.
    external: ['@backstage/cli-node'],
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(process.argv[2] ?? here('dist/workflow-runs.cjs'));
}
