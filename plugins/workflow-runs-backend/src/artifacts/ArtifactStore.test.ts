import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { ArtifactStore, digest } from './ArtifactStore';
import { DatabaseArtifactStore } from './DatabaseArtifactStore';
import { FolderArtifactStore } from './FolderArtifactStore';

jest.setTimeout(60_000);

const CHUNK = 256 * 1024;
const idOf = (name: string) => `art_${name.padEnd(8, '0')}`;

function describeStore(getStore: () => ArtifactStore) {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])(
    'gives back %d bytes as they were put',
    async size => {
      const content = randomBytes(size);
      await getStore().put(idOf(String(size)), content);
      const stored = await buffer(getStore().get(idOf(String(size))));

      expect(stored.equals(content)).toBe(true);
    },
  );

  it.each([
    [0, 0],
    [0, CHUNK - 1],
    [CHUNK - 1, CHUNK],
    [CHUNK, 2 * CHUNK - 1],
    [5, 2 * CHUNK + 5],
    [2 * CHUNK + 9, 2 * CHUNK + 9],
  ])('gives bytes %d to %d alone', async (start, end) => {
    const content = randomBytes(2 * CHUNK + 10);
    await getStore().put(idOf('part'), content);
    const part = await buffer(getStore().get(idOf('part'), { start, end }));

    expect(part.equals(content.subarray(start, end + 1))).toBe(true);
  });

  it('can be told the same again: an attempt may be repeated', async () => {
    const content = randomBytes(CHUNK + 1);
    await getStore().put(idOf('twice'), content);
    await getStore().put(idOf('twice'), content);
    const stored = await buffer(getStore().get(idOf('twice')));

    expect(stored.equals(content)).toBe(true);
  });

  it('forgets what is deleted, and nothing else', async () => {
    await getStore().put(idOf('gone'), randomBytes(CHUNK + 1));
    await getStore().put(idOf('kept'), randomBytes(1));
    await getStore().delete(idOf('gone'));
    await getStore().delete(idOf('gone'));

    expect(await buffer(getStore().get(idOf('gone')))).toHaveLength(0);
    expect(await buffer(getStore().get(idOf('kept')))).toHaveLength(1);
  });

  it('has nothing of what was never put', async () => {
    expect(await buffer(getStore().get(idOf('none')))).toHaveLength(0);
  });
}

describeOnDatabases('DatabaseArtifactStore', createDatabase => {
  let knex: Knex;
  let store: DatabaseArtifactStore;
  beforeAll(async () => {
    ({ knex } = await createDatabase());
    store = new DatabaseArtifactStore(knex);
  });

  describeStore(() => store);

  it('keeps small pieces, so that no statement takes long', async () => {
    await store.put('art_pieces', randomBytes(2 * CHUNK + 1));
    const pieces = await knex('artifact_chunks')
      .where({ artifact_id: 'art_pieces' })
      .orderBy('number');

    expect(pieces.map(({ content }) => content.length)).toEqual([
      CHUNK,
      CHUNK,
      1,
    ]);
  });
});

describe('FolderArtifactStore', () => {
  let folder: string;
  let store: FolderArtifactStore;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflow-runs-'));
    store = new FolderArtifactStore(join(folder, 'artifacts'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describeStore(() => store);

  it('leaves nothing beside the files themselves', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ name }) => name);

    expect(files.length).toBeGreaterThan(5);
    expect(files.filter(name => !/^art_\w+$/.test(name))).toEqual([]);
  });

  it.each(['../x', 'art_../../x', 'art_a/b/c/d', '', 'art_1\0aaaa'])(
    'has no file for the id %j',
    async id => {
      await expect(store.put(id, Buffer.from('x'))).rejects.toThrow('no id');
      await expect(buffer(store.get(id))).rejects.toThrow('no id');
      await expect(store.delete(id)).rejects.toThrow('no id');
    },
  );
});

it('content is named by its digest', () => {
  expect(digest(Buffer.from('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
