import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Git-ignored folder that holds Node, Yarn and Chromium where the machine's own will not do. */
export const toolsDirectory = resolve(root, '.tools');

export const isWindows = process.platform === 'win32';
