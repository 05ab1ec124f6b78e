import { randomBytes } from 'node:crypto';
import { shapeOf } from '../shapeOf';
import { BUILT_IN_DETECTORS } from '.';

/** What is found by one detector, as the backend asks it. */
function find(id: string, text: string): string[] {
  const { detect, needs = 0 } = BUILT_IN_DETECTORS.find(
    detector => detector.id === id,
  )!;
  if ((shapeOf(text) & needs) !== needs) return [];
  return detect(text).map(({ start, end }) => text.slice(start, end));
}

// In pieces, so that nobody who scans this repository takes them for real.
const key = (...pieces: string[]) => pieces.join('');
const JWT = key(
  'eyJhbGciOiJIUzI1NiJ9',
  '.eyJzdWIiOiIxMjM0In0',
  '.c2lnbmF0dXJl',
);

describe.each<[string, string[], string[]]>([
  [
    'email',
    [
      'jane.doe@example.com',
      'j+tag@sub.example.co.uk',
      'jörg@müller.de',
      "o'neil@example.org",
      'jane%40example.com',
    ],
    [
      'git@github.com:owner/name.git',
      'getty@tty1.service',
      'icon@2x.png',
      'react@18.2.0',
      '@app.route',
      'image@sha256:0a1b2c',
      'a @ b.com',
    ],
  ],
  [
    'phone',
    ['+49 30 901820', '+1 415-555-2671', '+442079460958', '(415) 555-2671'],
    [
      '2026-11-28T17:33:05+01:00',
      '+0100',
      '1.2.3+20261128',
      'took +123 ms',
      '030 901820',
      '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
    ],
  ],
  [
    'iban',
    [
      'DE89370400440532013000',
      'DE89 3704 0044 0532 0130 00',
      'GB82WEST12345698765432',
      'nl91abna0417164300',
    ],
    ['DE89370400440532013001', 'AB12345678901234', 'be12345678901234'],
  ],
  [
    'payment_card',
    [
      '4111111111111111',
      '4111 1111 1111 1111',
      '3782-822463-10005',
      '5555555555554444',
      '2223003122003222',
    ],
    [
      '4111111111111112',
      '1764351185123',
      '1764351185123456789',
      '4111-1111 1111-1111',
      '0.4111111111111111',
    ],
  ],
  [
    'national_id',
    [
      '078-05-1120',
      'AB123456C',
      'AB 12 34 56 C',
      '86095742719',
      '1 85 05 78 006 084 91',
      '12345678Z',
      'X1234567L',
      'RSSMRA85T10A562S',
    ],
    [
      '000-12-3456',
      '2026-11-2841',
      'GB123456A',
      '86095742718',
      '12345678A',
      'RSSMRA85T10A562T',
      '185057800608492',
    ],
  ],
  [
    'ip_address',
    ['192.168.0.1', '2001:db8::1', '::1', 'fe80::1ff:fe23:4567:890a'],
    ['1.2.3', '1.2.3.4.5', '999.1.1.1', '17:33:05', 'a::b::c'],
  ],
  [
    'jwt',
    [JWT, key(JWT, '.a.b')],
    ['eyJhbGciOiJIUzI1NiJ9', 'eyJ.a.b', 'eyJhbGciOiJIUzI1NiJ9.only'],
  ],
  [
    'cloud_key',
    [
      key('AKIA', 'IOSFODNN7EXAMPLE'),
      key('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'),
      key('ghp_', 'a'.repeat(36)),
      key('github_pat_', 'A1'.repeat(20)),
      key('glpat-', 'a1'.repeat(10)),
      key('xoxb-', '123456789012-abcdef'),
      key('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'),
      key('npm_', 'a1'.repeat(18)),
      key('sk-proj-', 'Ab1'.repeat(10)),
      key('hvs.', 'CAESIJ'.repeat(5)),
      key('Ab1Cd2Ef3Gh4Ij5Kl6+/'.repeat(4), 'Mn7Op8=='),
      key('abc8Q~', 'd'.repeat(34)),
    ],
    [
      'AKIA',
      'sk-learn-something-with-a-long-name',
      'npm_config_registry',
      'a'.repeat(64),
      'task-Ab1Ab1Ab1Ab1Ab1Ab1Ab1',
    ],
  ],
  [
    'private_key',
    [
      key(
        '-----BEGIN RSA PRIVATE ',
        'KEY-----\nMIIE+/=\nabc\n-----END RSA PRIVATE ',
        'KEY-----',
      ),
      key('-----BEGIN PRIVATE ', 'KEY-----\\nMIIEabc'),
    ],
    ['-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----'],
  ],
])('%s', (id, found, left) => {
  it.each(found)('finds %j, with whatever is around it', secret => {
    expect(find(id, secret)).toEqual([secret]);
    expect(find(id, `it is <${secret}>, or not`)).toEqual([secret]);
  });

  it.each(left)('leaves %j as it is', text => {
    expect(find(id, text)).toEqual([]);
  });
});

describe('every detector', () => {
  const cases = BUILT_IN_DETECTORS.flatMap(({ id }) =>
    [
      'a.',
      'a-',
      'a@',
      '@',
      'a@b.',
      '%40',
      '+1 ',
      '+1 415 ',
      '(415) 555-',
      '1',
      '1 ',
      '4111 ',
      'DE89 ',
      'A1',
      'AB 12 ',
      'eyJ',
      'eyJaaaaaaaaaa.',
      'eyJaaaaaaaaaa.b',
      'bearer ',
      'bearer a',
      'authorization: ',
      '://',
      'a://b:c',
      'a://b:c@',
      'password',
      'password="',
      'token=\\"',
      'AKIA',
      'sk-',
      '8Q~',
      'A'.repeat(86),
      '-----BEGIN PRIVATE KEY-----',
      ':',
      '1:',
      '1.',
      '[redacted:x] ',
    ].map(piece => [id, piece] as const),
  );
  it.each(cases)(
    '%s takes no longer for a megabyte of %j than it must',
    (id, piece) => {
      const { detect } = BUILT_IN_DETECTORS.find(each => each.id === id)!;
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const before = performance.now();
      detect(text);
      expect(performance.now() - before).toBeLessThan(3_000);
    },
  );

  it.each(BUILT_IN_DETECTORS.map(({ id }) => id))(
    '%s nor for a megabyte of base64url',
    id => {
      const { detect } = BUILT_IN_DETECTORS.find(each => each.id === id)!;
      const before = performance.now();
      detect(randomBytes(750_000).toString('base64url'));
      expect(performance.now() - before).toBeLessThan(3_000);
    },
  );
});
