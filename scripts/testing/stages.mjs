import { rmSync } from 'node:fs';
import { join } from 'node:path';

import {
  fingerprintOfFrontend,
  markFrontendBuilt,
} from '../portal/frontend.mjs';
import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { root } from '../toolchain/root.mjs';
import { fuzzApi } from './apiFuzz.mjs';
import { checkApiReports } from './apiReports.mjs';
import { runBrowserTests } from './browserTests.mjs';
import { checkCoverage } from './coverage.mjs';
import { lookAtGallery } from './gallery/gallery.mjs';
import { TESTED_LOOKS } from './gallery/looks.mjs';
import { runScriptTests } from './scriptTests.mjs';
import { check } from './stage.mjs';
import { buildTemporalServer } from './temporalServer.mjs';
import { runTemporalTests } from './temporalTests.mjs';
import { runUnitTests } from './unitTests.mjs';

/**
 * The stages of `npm test`, quick ones first; the later ones use what the earlier ones built. One that is
 * `beside` needs one core only, and runs at the same time as the one before it. One that is done `meanwhile` begins
 * with the first of all, and takes what the others leave; those that need it wait for it.
 */
export const stages = [
  {
    id: 'temporal-server',
    title: 'Temporal server built',
    meanwhile: true,
    run: buildTemporalServer,
  },
  {
    id: 'prettier',
    title: 'Formatting',
    run: () => check(['prettier', '--check', '--loglevel', 'warn', '.']),
  },
  {
    id: 'lint',
    title: 'Lint',
    beside: true,
    run: () =>
      check(
        ['backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
        ['eslint', '--max-warnings', '0', '--ext', '.mjs,.js', 'scripts'],
      ),
  },
  { id: 'tsc', title: 'Types', beside: true, run: compileTypes },
  { id: 'api-reports', title: 'API reports', run: checkApiReports },
  { id: 'scripts', title: 'Tests of the scripts', run: runScriptTests },
  {
    id: 'unit',
    title: 'Unit and integration tests, SQLite and PostgreSQL',
    run: runUnitTests,
  },
  { id: 'coverage', title: 'Line coverage', run: checkCoverage },
  { id: 'build', title: 'Builds of all packages', run: buildAll },
  { id: 'api-fuzz', title: 'Hostile requests to the API', run: fuzzApi },
  {
    id: 'gallery',
    title: 'Every state of every screen',
    run: () => lookAtGallery(TESTED_LOOKS),
  },
  {
    id: 'temporal',
    title: 'Tests on a real Temporal server',
    run: runTemporalTests,
  },
  { id: 'e2e', title: 'Browser tests', run: runBrowserTests },
];

// From scratch, or the API reports would see declarations of files that are gone.
async function compileTypes() {
  rmSync(join(root, 'dist-types'), { recursive: true, force: true });
  return check(['tsc', '--incremental', 'false']);
}

// What the builds print is long and of interest only when one fails.
async function buildAll() {
  const sources = fingerprintOfFrontend();
  const { code, output } = await withProgress('Building', () =>
    capture('backstage-cli', ['repo', 'build', '--all'], { cwd: root }),
  );
  if (code !== 0) {
    console.log(output);
    return { failed: 1 };
  }
  markFrontendBuilt(sources);
  return { passed: 1 };
}
