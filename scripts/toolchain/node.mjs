import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { fetchPackage } from './npm.mjs';
import { Problem } from './problem.mjs';
import { isWindows, toolsDirectory } from './root.mjs';

const FETCHED_VERSION = '24.21.0';

/** True for the versions that Backstage, Jest and the prebuilt better-sqlite3 all support. */
export function isSupportedNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 12);
}

/** The npm package that holds Node for a platform, and the executable inside of it. */
export function nodePackage(platform, arch) {
  const windows = platform === 'win32';
  const prefix =
    platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${windows ? 'win' : platform}-${arch}`;
  return {
    name,
    executable: join(
      'node_modules',
      name,
      'bin',
      windows ? 'node.exe' : 'node',
    ),
  };
}

const directory = join(toolsDirectory, `node-${FETCHED_VERSION}`);
const { name, executable } = nodePackage(process.platform, process.arch);

/** Path of a Node that will do, or undefined where one has to be fetched first. */
export function findNode() {
  if (isSupportedNode(process.versions.node)) return process.execPath;
  const fetched = join(directory, executable);
  return existsSync(fetched) ? fetched : undefined;
}

export async function fetchNode() {
  console.log(
    `Backstage does not run on Node ${process.versions.node}, Node ${FETCHED_VERSION} goes into .tools/`,
  );
  await fetchPackage(directory, `${name}@${FETCHED_VERSION}`, executable);
  const path = join(directory, executable);
  const { code, output } = await capture(path, ['--version'], {
    shell: false,
  }).catch(error => ({ code: 1, output: error.message }));
  if (code !== 0) {
    throw new Problem(
      `Node ${FETCHED_VERSION} from the npm registry does not run on this machine${
        isWindows ? '' : ' (another C library?)'
      }.`,
      `Install Node 24 yourself, remove .tools and run the command again.\n\n  ${output.trim()}`,
    );
  }
  return path;
}
