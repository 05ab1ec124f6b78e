import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { DatabaseArtifactStore, digest } from './ArtifactStore';

jest.setTimeout(60_000);

const CHUNK = 256 * 1024;

describeOnDatabases('DatabaseArtifactStore', createDatabase => {
  let knex: Knex;
  let store: DatabaseArtifactStore;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    store = new DatabaseArtifactStore(knex);
  });

  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])(
    'gives back %d bytes as they were put',
    async size => {
      const content = randomBytes(size);
      await store.put(`art_${size}`, content);

      expect((await buffer(store.get(`art_${size}`))).equals(content)).toBe(
        true,
      );
    },
  );

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

  it('can be told the same again: an attempt may be repeated', async () => {
    const content = randomBytes(CHUNK + 1);
    await store.put('art_twice', content);
    await store.put('art_twice', content);

    expect((await buffer(store.get('art_twice'))).equals(content)).toBe(true);
  });

  it('forgets what is deleted, and nothing else', async () => {
    await store.put('art_gone', randomBytes(CHUNK + 1));
    await store.put('art_kept', randomBytes(1));
    await store.delete('art_gone');
    await store.delete('art_gone');

    expect(await buffer(store.get('art_gone'))).toHaveLength(0);
    expect(await buffer(store.get('art_kept'))).toHaveLength(1);
  });

  it('has nothing of what was never put', async () => {
    expect(await buffer(store.get('art_none'))).toHaveLength(0);
  });

  it('names content by its digest', () => {
    expect(digest(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
