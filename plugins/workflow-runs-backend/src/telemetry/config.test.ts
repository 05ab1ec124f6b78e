import { logProviderSchema, traceProviderSchema } from './config';

const jaeger = { type: 'jaeger', baseUrl: 'https://jaeger.example/query/' };
const loki = {
  type: 'loki',
  baseUrl: 'https://loki.example',
  query: '{app="portal"} |= "{runId}"',
};

it('reads where a tool is, without what ends in nothing', () => {
  expect(traceProviderSchema.parse(jaeger).baseUrl).toBe(
    'https://jaeger.example/query',
  );
});

it.each([
  [{ type: 'zipkin' }, 'type'],
  [{ baseUrl: 'jaeger:16686' }, 'baseUrl'],
  [{ baseUrl: '/api' }, 'baseUrl'],
  [{ baseUrl: 'file:///etc/passwd' }, 'baseUrl'],
  [{ baseUrl: 'https://user:secret@jaeger.example' }, 'baseUrl'],
  [{ baseUrl: 'https://jaeger.example/?x=1' }, 'baseUrl'],
  [{ token: 'a\nb' }, 'token'],
  [{ token: 'a', username: 'b', password: 'c' }, 'token'],
  [{ username: 'b' }, 'username'],
  [{ password: 'c' }, 'username'],
  [{ spanUrl: 'https://{traceId}.example/' }, 'spanUrl'],
  [{ spanUrl: 'https://ui.example/trace' }, 'spanUrl'],
  // eslint-disable-next-line no-script-url
  [{ spanUrl: 'javascript:alert({traceId})' }, 'spanUrl'],
  [{ url: 'https://jaeger.example' }, ''],
])('refuses %j by its field', (change, field) => {
  const { error } = traceProviderSchema.safeParse({ ...jaeger, ...change });
  expect(error?.issues[0].path.join('.')).toBe(field);
  expect(error?.message).not.toContain('secret');
});

it('refuses a query that would show each run the lines of all', () => {
  const query = '{app="portal"}';
  expect(logProviderSchema.safeParse(loki).success).toBe(true);
  expect(logProviderSchema.safeParse({ ...loki, query }).success).toBe(false);
});
