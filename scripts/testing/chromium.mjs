import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  renameSync,
  rmSync,
  mkdirSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { capture } from '../processes/capture.mjs';
import {
  readIfPresent,
  readJson,
  writeAtomically,
} from '../toolchain/files.mjs';
import { withLock } from '../toolchain/lock.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { root, toolsDirectory } from '../toolchain/root.mjs';

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** No sandbox, because it needs privileges that containers lack; no traffic of its own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, else the system's, else the one of the npm
 * package `@sparticuz/chromium`.
 *
 * @returns {Promise<{ executablePath: string, source: string, environment: Record<string, string> }>}
 *   `environment` is what the browser needs to find its libraries and fonts
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return checked(given, 'CHROMIUM_PATH');
  const system = systemChromium();
  if (system) return checked(system, 'the system');
  return checkedPackage();
}

function systemChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(directory => SYSTEM_NAMES.map(name => join(directory, name)));
  return [...onPath, ...MAC_APPLICATIONS].find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function checked(executablePath, source, environment = {}) {
  try {
    const version = execFileSync(
      executablePath,
      ['--version', '--no-sandbox'],
      {
        encoding: 'utf8',
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 60_000,
      },
    );
    return {
      executablePath,
      environment,
      source: `${version.trim()} from ${source}`,
    };
  } catch (error) {
    throw new Problem(
      `The Chromium from ${source} does not start: ${executablePath}`,
      String(error.stderr || error.message).trim(),
    );
  }
}

async function checkedPackage() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Problem(
      'There is no Chromium for the browser tests.',
      'Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.',
    );
  }
  const directory = await unpackedPackage();
  const environment = { FONTCONFIG_FILE: fontConfiguration(directory) };
  const executable = join(directory, 'chromium');
  if (lacksLibraries(executable)) {
    environment.LD_LIBRARY_PATH = [
      join(directory, 'al2023/lib'),
      process.env.LD_LIBRARY_PATH,
    ]
      .filter(Boolean)
      .join(':');
  }
  return checked(executable, 'the package @sparticuz/chromium', environment);
}

// The one of the package names folders of AWS Lambda, and a machine without a desktop may have none.
function fontConfiguration(directory) {
  const file = join(directory, 'workflow-runs-fonts.conf');
  const folders = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(directory, 'fonts'),
  ];
  const text = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map(folder => `  <dir>${folder}</dir>`),
    `  <cachedir>${join(directory, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
  if (readIfPresent(file) !== text) writeAtomically(file, text);
  return file;
}

function lacksLibraries(executable) {
  try {
    return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes(
      'not found',
    );
  } catch {
    // no ldd (or one that gives up): bringing the libraries along does no harm
    return true;
  }
}

// The package unpacks into the temporary directory and takes whatever it finds there for complete.
// Into a folder of our own instead, which appears when it is.
async function unpackedPackage() {
  const entry = packageEntry();
  const { version } = readJson(join(dirname(entry), '../package.json'));
  const directory = join(toolsDirectory, `chromium-${version}`);
  if (existsSync(directory)) return directory;
  return withLock(
    join(toolsDirectory, 'chromium.lock'),
    'unpacking Chromium',
    async () => {
      if (existsSync(directory)) return directory;
      const draft = `${directory}.partial`;
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { recursive: true });
      const { code, output } = await capture(
        process.execPath,
        ['--input-type=module', '--eval', unpackScript(entry)],
        {
          env: {
            ...process.env,
            TMPDIR: draft,
            // makes the package unpack the shared libraries as well
            AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x',
          },
        },
      );
      if (code !== 0) {
        throw new Problem('Chromium cannot be unpacked.', output.trim());
      }
      renameSync(draft, directory);
      return directory;
    },
  );
}

function packageEntry() {
  try {
    return createRequire(join(root, 'package.json')).resolve(
      '@sparticuz/chromium',
    );
  } catch {
    throw new Problem(
      'There is no Chromium for the browser tests.',
      'Install the dependencies (npm run bootstrap), or set CHROMIUM_PATH to an executable.',
    );
  }
}

function unpackScript(entry) {
  const url = JSON.stringify(pathToFileURL(entry).href);
  return `const { default: chromium } = await import(${url}); await chromium.executablePath();`;
}
