import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, stop } from 'esbuild';

import { root } from '../../toolchain/root.mjs';

const PLUGIN = join(root, 'plugins/workflow-runs');

const HTML = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Gallery</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/index.css" />
  </head>
  <body style="margin: 0">
    <div id="root"></div>
    <script type="module" src="/index.js"></script>
  </body>
</html>
`;

/** What the dev server would read from app-config.yaml. */
const configs = [
  {
    context: 'gallery',
    data: {
      app: { title: 'Gallery', baseUrl: 'http://localhost' },
      backend: { baseUrl: 'http://localhost' },
    },
  },
];

/**
 * Builds the dev app of the plugin into files that any web server can serve. The CLI of Backstage
 * builds apps from `src` only; this takes a few seconds instead of a minute, and is for pictures only.
 *
 * @param {string} directory
 */
export async function buildGallery(directory) {
  await build({
    absWorkingDir: PLUGIN,
    entryPoints: { index: 'dev/index.tsx' },
    outdir: directory,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    loader: {
      '.svg': 'dataurl',
      '.png': 'dataurl',
      '.woff': 'dataurl',
      '.woff2': 'dataurl',
      '.ttf': 'dataurl',
      '.eot': 'dataurl',
    },
    define: {
      'process.env.NODE_ENV': '"development"',
      'process.env.HAS_REACT_DOM_CLIENT': 'true',
      'process.env.APP_CONFIG': JSON.stringify(configs),
      'process.env.BUILD_INFO': '{}',
      'process.env': '{}',
      global: 'globalThis',
    },
    logLevel: 'error',
  });
  // It would keep its memory otherwise.
  await stop();
  writeFileSync(join(directory, 'index.html'), HTML);
}
