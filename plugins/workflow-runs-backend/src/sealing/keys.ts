import { randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { SealingKey } from './Sealer';

const MIN_SECRET = 16;

/**
 * The keys that seal stored values: from the configuration, or for development a generated one that
 * is kept beside the SQLite file.
 *
 * @throws InputError where a key is unusable, or where there is none and none may be generated
 */
export function resolveKeys(options: {
  configured: SealingKey[] | undefined;
  production: boolean;
  /** Folder of the SQLite file; `memory` where there is none; undefined on another database. */
  sqliteDirectory: string | 'memory' | undefined;
  logger: LoggerService;
}): SealingKey[] {
  const { configured, production, sqliteDirectory, logger } = options;
  if (configured?.length) return checked(configured);

  const needed =
    'workflowRuns.encryption.keys needs at least one { id, secret }';
  if (production) {
    throw new InputError(
      `${needed} in production: stored inputs and outputs are sealed with it`,
    );
  }
  if (!sqliteDirectory) {
    throw new InputError(
      `${needed}: a generated key is kept beside a SQLite file, and there is none`,
    );
  }
  if (sqliteDirectory === 'memory') {
    return [{ id: 'memory', secret: randomBytes(32).toString('base64') }];
  }
  const file = join(sqliteDirectory, 'workflow-runs.key');
  logger.info(`Sealing stored values with the development key in ${file}`);
  return [{ id: 'development', secret: readOrCreate(file) }];
}

function checked(keys: SealingKey[]): SealingKey[] {
  keys.forEach(({ id, secret }, index) => {
    const field = `workflowRuns.encryption.keys[${index}]`;
    if (secret.length < MIN_SECRET) {
      throw new InputError(
        `${field}.secret has ${secret.length} characters; it needs ${MIN_SECRET} at least`,
      );
    }
    if (keys.findIndex(key => key.id === id) !== index) {
      throw new InputError(`${field}.id '${id}' is used twice`);
    }
  });
  return keys;
}

function readOrCreate(file: string): string {
  if (!existsSync(file)) create(file);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < MIN_SECRET) {
    throw new InputError(
      `${file} holds no key: restore it, or delete it together with the runs that are sealed with it`,
    );
  }
  return secret;
}

/** All of it or nothing, also when two do it at once or the process dies in the middle. */
function create(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), {
    mode: 0o600,
    flush: true,
  });
  try {
    linkSync(draft, file);
  } catch (error) {
    // Not every file system has links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      renameSync(draft, file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
