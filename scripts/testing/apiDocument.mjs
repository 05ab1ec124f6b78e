import { join } from 'node:path';

import { root } from '../toolchain/root.mjs';
import { check } from './stage.mjs';

const file = join(root, 'docs/reference/openapi.json');
const backend = join(root, 'plugins/workflow-runs-backend');

const write = `
  const { openApiDocument } = require('${join(backend, 'src/api/openapi')}');
  require('node:fs').writeFileSync(
    '${file}',
    JSON.stringify(openApiDocument(), null, 2),
  );
`;

/** Writes the API document anew, from the schemas that the backend checks requests by. */
export function writeApiDocument() {
  return check(
    [
      'node',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      '--eval',
      write,
    ],
    ['prettier', '--write', '--loglevel', 'warn', file],
  );
}
