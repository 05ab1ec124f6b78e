import { performance } from 'node:perf_hooks';
import { FailureKind, fingerprintOf } from './fingerprintOf';
import { patternOf } from './patternOf';

const failure: FailureKind = {
  tenantId: 'default',
  workflowId: 'wfl_1',
  stepKey: 'charge',
  errorCategory: 'external_api',
  errorCode: null,
  message: 'It failed',
};
const of = (message: string, more: Partial<FailureKind> = {}) =>
  fingerprintOf({ ...failure, ...more, message }).fingerprint;

const same: [what: string, one: string, other: string][] = [
  ['a number', 'Order 1234 was not found', 'Order 98 was not found'],
  ['a count of an answer', 'got 12 rows', 'got 7 rows'],
  ['a signed number', 'balance is -12.50', 'balance is 1,204.99'],
  ['a number in parentheses', 'row (12) is bad', 'row (4711) is bad'],
  ['a numbered thing', 'ticket #12 is closed', 'ticket #9981 is closed'],
  ['an ordinal', 'the 3rd attempt failed', 'the 12th attempt failed'],
  ['a fraction', 'got 3/5 replicas', 'got 1/5 replicas'],
  ['a hexadecimal address', 'segfault at 0x7ffe12', 'segfault at 0x00ab00ff'],
  [
    'a UUID',
    'user 6f1c2c1e-9a55-4f0e-8f43-0d6b3f1f8e11 is gone',
    'user 0B2D9A3F-1111-4222-8333-444455556666 is gone',
  ],
  [
    'an id with its kind',
    'run_01JDXW5Z8Q3K9 is locked',
    'run_01JDXZZZZZZZ1 is locked',
  ],
  ['a worker', 'worker-7 has died', 'worker-12 has died'],
  [
    'a pod',
    'pod checkout-7f9c4d-xk2lp was evicted',
    'pod checkout-5b8aa1-99qzx was evicted',
  ],
  [
    'a commit',
    'commit 9f3ca71e0b does not build',
    'commit 0c1d22aa9f does not build',
  ],
  [
    'a digest',
    'checksum sha256:9f86d081884c7d659a2feaa0c55ad015 differs',
    'checksum sha256:60303ae22b998861bce3b28f33eec1be differs',
  ],
  [
    'a token',
    'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123 has expired',
    'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIyIn0.zzz999 has expired',
  ],
  ['an IP address', 'no route to 10.0.0.1', 'no route to 192.168.178.20'],
  [
    'an address with a port',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'connect ECONNREFUSED 10.2.3.4:5433',
  ],
  [
    'an IPv6 address',
    'connect ECONNREFUSED ::1:5432',
    'connect ECONNREFUSED 2001:db8::7',
  ],
  [
    'a host',
    'getaddrinfo ENOTFOUND db-1.internal.example.com',
    'getaddrinfo ENOTFOUND db-2.internal.example.com',
  ],
  [
    'a host with a port',
    'cannot reach postgres:5432',
    'cannot reach replica:6432',
  ],
  [
    'the id in a URL',
    'GET https://api.acme.com/v1/orders/123 failed',
    'GET https://api.acme.com/v1/orders/998877 failed',
  ],
  [
    'the query of a URL',
    'GET https://api.acme.com/search?q=a&page=2 failed',
    'GET https://api.acme.com/search?q=bcd failed',
  ],
  [
    'a numbered host of a URL',
    'POST http://10.0.0.7:8080/hook failed',
    'POST http://10.0.0.9:9090/hook failed',
  ],
  [
    'the id in a path of an API',
    'PATCH /customers/42/plan answered late',
    'PATCH /customers/7/plan answered late',
  ],
  [
    'credentials in a URL',
    'cannot clone https://bot:x1@git.acme.com/team/repo',
    'cannot clone https://git.acme.com/team/repo',
  ],
  [
    'a path',
    "ENOENT: no such file or directory, open '/tmp/a1/in.csv'",
    "ENOENT: no such file or directory, open '/var/run/job/x.csv'",
  ],
  [
    'a bare path',
    'cannot read /data/2026/11/in.json',
    'cannot read /home/me/other.json',
  ],
  [
    'a Windows path',
    String.raw`cannot read C:\jobs\12\in.json`,
    String.raw`cannot read D:\other\two.json`,
  ],
  [
    'a place in the code',
    'unexpected end at src/parse.ts:12:5',
    'unexpected end at src/read.ts:200:17',
  ],
  [
    'a time',
    'expired at 2026-11-28T13:51:30.123Z',
    'expired at 2025-01-02T03:04:05+01:00',
  ],
  ['a date', 'no rates for 2026-11-28', 'no rates for 2025-12-01'],
  ['a clock', 'the window closed at 14:02', 'the window closed at 09:15:07'],
  [
    'a time in words',
    'not before Sat Nov 28 2026 13:51:30 GMT+0100',
    'not before Mon Jan 05 2026 01:02:03 GMT+0000',
  ],
  ['a duration', 'timed out after 30s', 'timed out after 1500ms'],
  [
    'a duration in two words',
    'timed out after 30 s',
    'timed out after 5 minutes',
  ],
  ['however a duration is written', 'gave up after 90s', 'gave up after 1m30s'],
  ['an ISO duration', 'gave up after PT5M', 'gave up after PT1H30M'],
  ['a size', 'body of 12 MB is too large', 'body of 300 KB is too large'],
  [
    'a size in one word',
    'body of 4096B is too large',
    'body of 17kB is too large',
  ],
  ['a percentage', 'disk is 97% full', 'disk is 99.5% full'],
  ['an email', 'bob@acme.com has no seat', 'ada.l+x@example.org has no seat'],
  [
    'a quoted value',
    'invalid input syntax for type integer: "abc"',
    'invalid input syntax for type integer: "x y z"',
  ],
  ['a value in other quotes', "unknown plan 'gold'", 'unknown plan “silver”'],
  [
    'the value of a key',
    'Key (email)=(bob@acme.com) already exists.',
    'Key (email)=(ada@acme.com) already exists.',
  ],
  [
    'a duplicate entry',
    "Duplicate entry 'bob@acme.com' for key 'users.email'",
    "Duplicate entry 'x' for key 'users.email'",
  ],
  [
    'the value of an id',
    'cannot charge customer_id=abc now',
    'cannot charge customer_id=xyz now',
  ],
  ['a list of numbers', 'missing rows 1, 2, 3', 'missing rows 7, 8, 9, 10, 11'],
  [
    'a JSON value',
    'bad payload {"plan":"gold","seats":12}',
    'bad payload {"plan":"silver","seats":3}',
  ],
  ['a version', 'needs 1.2.3, found 1.1.0', 'needs 2.0.0, found 1.9.9'],
  ['upper case', 'Connection Reset by peer', 'connection reset by peer'],
  ['space', 'two  words\n here', 'two words here'],
  ['colors', '\u001b[31mfailed\u001b[0m to build', 'failed to build'],
  ['the end of a sentence', 'It is gone.', 'It is gone'],
];

const different: [what: string, one: string, other: string][] = [
  [
    'constraints',
    'duplicate key value violates unique constraint "users_email_key"',
    'duplicate key value violates unique constraint "orders_pkey"',
  ],
  [
    'columns',
    'null value in column "plan_id" of relation "accounts"',
    'null value in column "owner_id" of relation "accounts"',
  ],
  [
    'relations',
    'relation "invoices" does not exist',
    'relation "payments" does not exist',
  ],
  [
    'keys of an index',
    "Duplicate entry 'x' for key 'users.email'",
    "Duplicate entry 'x' for key 'users.phone'",
  ],
  [
    'properties',
    "Cannot read properties of undefined (reading 'foo')",
    "Cannot read properties of undefined (reading 'bar')",
  ],
  ['modules', "Cannot find module 'left-pad'", "Cannot find module 'lodash'"],
  [
    'attributes',
    "'NoneType' object has no attribute 'items'",
    "'NoneType' object has no attribute 'keys'",
  ],
  ['fields', '"plan_id": not in catalogue', '"seat_id": not in catalogue'],
  [
    'statuses',
    'Request failed with status code 404',
    'Request failed with status code 503',
  ],
  [
    'statuses of an answer',
    'The orders API answered 503',
    'The orders API answered 404',
  ],
  ['statuses of HTTP', 'HTTP 429 from the CRM', 'HTTP 500 from the CRM'],
  [
    'exit codes',
    'process ended with exit code 1',
    'process ended with exit code 137',
  ],
  [
    'codes of a database',
    'ORA-00942: table or view does not exist',
    'ORA-01017: logon denied',
  ],
  ['codes of a compiler', 'TS2345: not assignable', 'TS2322: not assignable'],
  ['functions', 'foo is not a function', 'bar is not a function'],
  [
    'exceptions',
    'java.lang.NullPointerException at Foo.bar',
    'java.lang.IllegalStateException at Foo.bar',
  ],
  [
    'resources of an API',
    'GET https://api.acme.com/v1/orders/1 failed',
    'GET https://api.acme.com/v1/users/1 failed',
  ],
  [
    'services',
    'GET https://api.stripe.com/v1/charges failed',
    'GET https://api.github.com/v1/charges failed',
  ],
  [
    'methods',
    'PATCH /customers/42/plan answered late',
    'DELETE /customers/42/plan answered late',
  ],
  [
    'errnos',
    'connect ECONNREFUSED 10.0.0.1:80',
    'connect ETIMEDOUT 10.0.0.1:80',
  ],
  ['encodings', 'invalid utf-8', 'invalid utf-16'],
  ['protocols', 'TLSv1.2 is required', 'TLSv1.3 is required'],
  ['types', 'expected int32', 'expected float64'],
  ['what is missing', 'the name is missing', 'the plan is missing'],
  ['apostrophes', "can't open the door", "can't open the window"],
  ['names', 'MOD_AUTH is off', 'MOD_CACHE is off'],
  ['values that mean something', 'state=locked', 'state=closed'],
];

it('there are many pairs, and each is of two messages', () => {
  expect(same.length + different.length).toBeGreaterThanOrEqual(50);
  for (const [, one, other] of [...same, ...different]) {
    expect(one).not.toBe(other);
  }
});

it.each(same)('%s is not what it failed of', (_, one, other) => {
  expect(patternOf(one)).toBe(patternOf(other));
  expect(of(one)).toBe(of(other));
});

it.each(different)('%s are different problems', (_, one, other) => {
  expect(of(one)).not.toBe(of(other));
});

it.each<[string, Partial<FailureKind>]>([
  ['tenant', { tenantId: 'acme' }],
  ['workflow', { workflowId: 'wfl_2' }],
  ['step', { stepKey: 'refund' }],
  ['code', { errorCode: '503' }],
  ['category', { errorCategory: 'bug' }],
])('another %s is another group', (_, more) => {
  expect(of('It failed', more)).not.toBe(of('It failed'));
});

it('where there is a code, the category does not matter', () => {
  const code = { errorCode: 'E_CARD' };

  expect(of('It failed', { ...code, errorCategory: 'bug' })).toBe(
    of('It failed', code),
  );
});

it('a code is no category of the same name', () => {
  expect(of('It failed', { errorCode: 'external_api' })).not.toBe(
    of('It failed'),
  );
});

it('says what is the same for all of a group', () => {
  expect(patternOf('Order 12 of bob@acme.com timed out after 30 s')).toBe(
    'order <n> of <email> timed out after <duration>',
  );
});

it.each(['', ' ', '"', "'", '…', '💥', '\ud800', '12', '::', '='])(
  'makes something of %j',
  message => {
    expect(of(message)).toMatch(/^[0-9a-f]{64}$/);
  },
);

it.each<[string, string]>([
  ['letters', 'a'],
  ['digits', '1'],
  ['quotes', '"'],
  ['an open quote each', "'x"],
  ['quotes that do not close', " 'x'x"],
  ['addresses', 'a@'],
  ['dots', 'a.'],
  ['colons', '1:'],
  ['slashes', '/a'],
  ['backslashes', '\\'],
  ['dashes', '-1'],
  ['units', '1m'],
  ['equals', 'id='],
  ['lists', '1, '],
  ['escapes', '\u001b['],
  ['brackets', '[{('],
  ['spaces', ' '],
  ['hexadecimals', 'f0:'],
])('takes no longer for 100 kB of %s', (_, part) => {
  const hostile = part.repeat(Math.ceil(100_000 / part.length));
  const before = performance.now();
  patternOf(hostile);
  patternOf(`${hostile}!`);

  expect(performance.now() - before).toBeLessThan(400);
});

it('takes time in proportion to the message', () => {
  const timeOf = (words: number) => {
    const message = `order 12 of 'x' at a.b:80/c failed: `.repeat(words);
    const before = performance.now();
    for (let i = 0; i < 20; i++) patternOf(message);
    return performance.now() - before;
  };
  timeOf(50);

  expect(timeOf(400)).toBeLessThan(50 * timeOf(50));
});
