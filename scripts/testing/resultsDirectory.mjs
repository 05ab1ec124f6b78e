import { join } from 'node:path';

import { root } from '../toolchain/root.mjs';

/** Git-ignored folder for the reports that the test tools write for us. */
export const resultsDirectory = join(root, 'coverage/results');
