import { placeOf } from './placeOf';

it.each([
  ['https://ci.acme.test/a?b=c#d', 'ci.acme.test'],
  ['HTTP://ci.acme.test:8080/a', 'ci.acme.test:8080'],
])('leads to %s', (url, host) => {
  expect(placeOf(url)?.host).toBe(host);
});

it.each([
  // eslint-disable-next-line no-script-url
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://ci.acme.test/1',
  'https://ci.acme.test@evil.test/',
  '//ci.acme.test/a',
  'report.csv',
  'https://[redacted]/a',
  '',
])('leads nowhere by %j', url => {
  expect(placeOf(url)).toBeUndefined();
});
