import { encodingsOf } from './encodings';

const found = (secret: string, text: string) =>
  encodingsOf(secret).some(piece => text.includes(piece));

describe('encodingsOf', () => {
  const secret = 'p"ä ss/w+rd\\n?';
  const pem = `-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nshort\n-----END KEY-----\n`;

  it.each<[string, string, string]>([
    ['as it is', secret, `the ${secret} is`],
    ['in JSON', secret, JSON.stringify({ a: secret })],
    [
      'in JSON within JSON',
      secret,
      JSON.stringify({ a: JSON.stringify({ b: secret }) }),
    ],
    [
      'as a part of a URL',
      secret,
      `https://x/?q=${encodeURIComponent(secret)}`,
    ],
    [
      'the same in small letters',
      secret,
      encodeURIComponent(secret).toLowerCase(),
    ],
    [
      'as a field of a form',
      'one two+three',
      new URLSearchParams({ a: 'one two+three' }).toString(),
    ],
    ['in a URL', 'a b/c?d=ü', encodeURI('https://x/a b/c?d=ü')],
    ['in hexadecimal', secret, Buffer.from(secret).toString('hex')],
    [
      'in capital hexadecimal',
      secret,
      Buffer.from(secret).toString('hex').toUpperCase(),
    ],
    ['trimmed', ' padded secret \n', 'a padded secret'],
    ['line by line', pem, 'saw MIIEvQIBADANBgkqhkiG9w0 here'],
  ])('%s', (_, of, text) => {
    expect(found(of, text)).toBe(true);
  });

  it.each(['', 'u', 'us', 'use', 'user', 'user:'])(
    'in base64 behind %j, and before anything',
    before => {
      for (const behind of ['', '!', '!!', '!!!']) {
        const bytes = Buffer.from(`${before}correct horse${behind}`);
        expect(found('correct horse', bytes.toString('base64'))).toBe(true);
        expect(found('correct horse', bytes.toString('base64url'))).toBe(true);
      }
    },
  );

  it('looks for nothing that is too short to be certain', () => {
    expect(encodingsOf(pem)).not.toContain('short');
    for (const piece of encodingsOf('abcdef')) {
      expect(piece.length).toBeGreaterThanOrEqual(6);
    }
  });
});
