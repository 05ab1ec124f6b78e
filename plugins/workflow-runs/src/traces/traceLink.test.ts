import { traceLink } from './traceLink';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

it.each([
  ['https://t.example/trace/{traceId}', `https://t.example/trace/${ID}`],
  [
    'http://t.example:3000/?q={traceId}&x={traceId}',
    `http://t.example:3000/?q=${ID}&x=${ID}`,
  ],
])('%s leads to the trace', (template, url) => {
  expect(traceLink(template, ID)).toEqual({ kind: 'link', url });
});

it.each([
  'https://t.example/trace',
  // eslint-disable-next-line no-script-url
  'javascript:alert({traceId})',
  'ftp://t.example/{traceId}',
  'https://{traceId}.example/',
  'https://t.example{traceId}',
  '/trace/{traceId}',
  'not a url {traceId}',
])('%s leads nowhere', template => {
  expect(traceLink(template, ID)).toEqual({ kind: 'bad' });
});

it('is none where nothing is configured, and escapes what an engine calls an id', () => {
  expect(traceLink(undefined, ID)).toEqual({ kind: 'none' });
  expect(traceLink('https://t.example/{traceId}', 'a/../b?c')).toEqual({
    kind: 'link',
    url: 'https://t.example/a%2F..%2Fb%3Fc',
  });
});
