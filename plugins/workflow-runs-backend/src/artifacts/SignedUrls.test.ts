import { Signer } from '../sealing/Signer';
import { SignedUrls } from './SignedUrls';

const keys = [{ id: 'a', secret: 'the first of two secrets' }];
const NOW = 1_790_000_000_500;

describe('a signed URL', () => {
  let time = NOW;
  const urls = new SignedUrls(new Signer(keys, 'artifacts'), () => time);
  const parts = (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://x');
    return {
      id: pathname.split('/')[2],
      expires: Number(searchParams.get('expires')),
      signature: searchParams.get('signature')!,
    };
  };
  const { id, expires, signature } = parts(urls.pathOf('art_1', NOW + 60_000));
  beforeEach(() => {
    time = NOW;
  });

  it('is good until it expires', () => {
    expect(id).toBe('art_1');
    expect(urls.isGood(id, { expires, signature })).toBe(true);
    time = expires * 1_000 - 1;
    expect(urls.isGood(id, { expires, signature })).toBe(true);
    time = expires * 1_000;
    expect(urls.isGood(id, { expires, signature })).toBe(false);
  });

  it.each([
    ['another artifact', 'art_2', expires, signature],
    ['a later end', 'art_1', expires + 1, signature],
    ['no signature', 'art_1', expires, ''],
    ['half a signature', 'art_1', expires, signature.slice(0, 10)],
    [
      'the signature of a cursor',
      'art_1',
      expires,
      new Signer(keys, 'cursors').sign(`art_1/${expires}`),
    ],
    [
      'the signature of another key',
      'art_1',
      expires,
      new Signer(
        [{ id: 'b', secret: 'the second of two secrets' }],
        'artifacts',
      ).sign(`art_1/${expires}`),
    ],
  ])('is not good with %s', (_, artifactId, until, mac) => {
    expect(urls.isGood(artifactId, { expires: until, signature: mac })).toBe(
      false,
    );
  });
});
