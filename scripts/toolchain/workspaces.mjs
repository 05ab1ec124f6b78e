import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { readJson } from './files.mjs';
import { root } from './root.mjs';

/**
 * The packages of this repository in a stable order.
 *
 * @returns {Array<{ directory: string, path: string, manifest: any }>} `path` is relative to the root
 */
export function workspaces() {
  return ['packages', 'plugins'].flatMap(folder => {
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder))
      .sort()
      .map(name => ({
        path: `${folder}/${name}`,
        directory: join(root, folder, name),
      }))
      .filter(({ directory }) => existsSync(join(directory, 'package.json')))
      .map(entry => ({
        ...entry,
        manifest: readJson(join(entry.directory, 'package.json')),
      }));
  });
}
