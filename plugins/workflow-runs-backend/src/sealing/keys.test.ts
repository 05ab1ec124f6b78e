import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../__testUtils__/silentLogger';
import { resolveKeys } from './keys';

const KEY = { id: 'a', secret: 'sixteen letters!' };
const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-'));
const file = join(directory, 'workflow-runs.key');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(directory, { recursive: true }));

const resolve = (options: Partial<Parameters<typeof resolveKeys>[0]>) =>
  resolveKeys({
    configured: undefined,
    production: false,
    sqliteDirectory: undefined,
    logger: silentLogger(),
    ...options,
  });

describe('resolveKeys', () => {
  it.each([true, false])(
    'takes the configured keys (in production: %p)',
    production => {
      const configured = [KEY, { id: 'b', secret: 'another secret!!' }];
      expect(
        resolve({ configured, production, sqliteDirectory: directory }),
      ).toEqual(configured);
    },
  );

  it('names the key whose secret is too short, and not the secret', () => {
    const configured = [KEY, { id: 'b', secret: 'too short' }];
    expect(() => resolve({ configured })).toThrow(
      'workflowRuns.encryption.keys[1].secret has 9 characters; it needs 16 at least',
    );
  });

  it('names an id that is used twice', () => {
    expect(() => resolve({ configured: [KEY, KEY] })).toThrow(
      "workflowRuns.encryption.keys[1].id 'a' is used twice",
    );
  });

  it.each([undefined, []])('generates none in production (%j)', configured => {
    expect(() =>
      resolve({ configured, production: true, sqliteDirectory: directory }),
    ).toThrow(/needs at least one \{ id, secret \} in production/);
  });

  it('generates none where there is no file to keep it beside', () => {
    expect(() => resolve({})).toThrow(
      /kept beside a SQLite file, and there is none/,
    );
  });

  it('makes one for as long as the process lives where runs are kept no longer', () => {
    const [one] = resolve({ sqliteDirectory: 'memory' });
    const [two] = resolve({ sqliteDirectory: 'memory' });
    expect(one.id).toBe('memory');
    expect(one.secret).not.toBe(two.secret);
  });

  it('keeps one beside the SQLite file, for this user alone', () => {
    const [key] = resolve({ sqliteDirectory: directory });
    expect(key.id).toBe('development');
    expect(Buffer.from(key.secret, 'base64')).toHaveLength(32);
    expect(readFileSync(file, 'utf8')).toBe(key.secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['workflow-runs.key']);
    expect(resolve({ sqliteDirectory: directory })).toEqual([key]);
  });

  it('does not seal with a key that is none', () => {
    writeFileSync(file, '');
    expect(() => resolve({ sqliteDirectory: directory })).toThrow(
      /workflow-runs\.key holds no key/,
    );
  });

  it('says where it cannot be written', () => {
    expect(() =>
      resolve({ sqliteDirectory: join(directory, 'nowhere') }),
    ).toThrow(/ENOENT.*nowhere/);
  });
});
