import { ingestConfigSchema } from './config';
import { fitEvent } from './fitEvent';
import { IngestEngine } from './IngestEngine';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const engine = new IngestEngine(
  ingestConfigSchema.parse({
    sources: [{ source: '/ci', subjects: ['external:ci'], engine: 'ci' }],
  }),
);
const fit = (event: unknown) =>
  fitEvent(event, 'external:ci', { engine, now: NOW });

const event = (type: string, data: unknown, attributes: object = {}) => ({
  specversion: '1.0',
  id: '1',
  source: '/ci',
  type: `io.workflowruns.${type}.v1`,
  time: '2026-11-28T11:00:00Z',
  data,
  ...attributes,
});
const started = (attributes: object, data: object = {}) =>
  event('run.started', { run: { id: 'a' }, ...data }, attributes);
const ofStep = (type: string, data: object) =>
  event(type, { run: { id: 'a' }, step: 's', ...data });
const file = (artifact: object) =>
  ofStep('artifact.added', {
    artifact: { name: 'a.csv', url: 'https://ci.acme.test/a.csv', ...artifact },
  });
/** As it comes in JSON, where a prototype is a field like any other. */
const json = (text: string) => JSON.parse(text);
const nested = (levels: number): unknown =>
  json('['.repeat(levels) + ']'.repeat(levels));

// eslint-disable-next-line no-script-url
const SCRIPT = 'javascript:alert(1)';

it('an event that fits', () => {
  expect(fit(started({})).told).toHaveProperty('snapshot');
  expect(fit(file({})).told).toHaveProperty('artifact');
});

describe('malformed', () => {
  it.each<[string, unknown, string, string]>([
    ['null', null, '', 'invalid_type'],
    ['a number', 42, '', 'invalid_type'],
    ['text', 'run.started', '', 'invalid_type'],
    ['a list', [started({})], '', 'invalid_type'],
    ['no id', started({ id: undefined }), '/id', 'invalid_type'],
    ['an empty id', started({ id: '' }), '/id', 'too_small'],
    ['a number as id', started({ id: 7 }), '/id', 'invalid_type'],
    [
      'another version',
      started({ specversion: '2' }),
      '/specversion',
      'invalid_value',
    ],
    ['no data', started({ data: undefined }), '/data', 'invalid_union'],
    ['data that is text', started({ data: 'x' }), '/data', 'invalid_type'],
    [
      'no JSON',
      started({ datacontenttype: 'text/xml' }),
      '/datacontenttype',
      'invalid_format',
    ],
    ['no run', event('run.started', {}), '/data/run', 'invalid_type'],
    [
      'no step',
      event('attempt.started', { run: { id: 'a' } }),
      '/data/step',
      'invalid_type',
    ],
    [
      'the zeroth try',
      ofStep('attempt.started', { attempt: 0 }),
      '/data/attempt',
      'too_small',
    ],
    [
      'half a try',
      ofStep('attempt.started', { attempt: 1.5 }),
      '/data/attempt',
      'invalid_type',
    ],
    [
      'a passage below 0',
      started({}, { generation: -1 }),
      '/data/generation',
      'too_small',
    ],
    [
      'a passage without end',
      started({}, { generation: 1e300 }),
      '/data/generation',
      'too_big',
    ],
    [
      'more than all of it',
      ofStep('step.progressed', { fraction: 2 }),
      '/data/fraction',
      'too_big',
    ],
    [
      'tags that are none',
      started({}, { tags: [1] }),
      '/data/tags/0',
      'invalid_type',
    ],
    [
      'an answer to nothing',
      event('command.answered', { outcome: 'completed' }),
      '/data/command',
      'invalid_type',
    ],
    [
      'an answer that says nothing',
      event('command.answered', { command: 'a', outcome: 'maybe' }),
      '/data/outcome',
      'invalid_value',
    ],
  ])('%s', (_, bad, field, rule) => {
    expect(() => fit(bad)).toThrow(expect.objectContaining({ field, rule }));
  });
});

describe('hostile', () => {
  it.each<[string, unknown, string, string]>([
    [
      'a constructor',
      started({}, { constructor: { prototype: {} } }),
      '/data/constructor',
      'unknown',
    ],
    [
      'a type that every object has',
      started({ type: 'toString' }),
      '/type',
      'unsupported_type',
    ],
    [
      'a type that is a prototype',
      started({ type: '__proto__' }),
      '/type',
      'unsupported_type',
    ],
    [
      'nested without end',
      ofStep('step.reported', { report: nested(5_000) }),
      '',
      'too_deep',
    ],
    [
      'nested a little too deep',
      ofStep('step.reported', { report: nested(101) }),
      '',
      'too_deep',
    ],
    [
      'an id of a megabyte',
      started({ id: 'x'.repeat(1_000_000) }),
      '/id',
      'too_big',
    ],
    [
      'a source of a megabyte',
      started({ source: `/ci/${'x'.repeat(1_000_000)}` }),
      '/source',
      'too_big',
    ],
    [
      'a name of a megabyte',
      started({}, { workflow: { name: 'x'.repeat(1_000_000) } }),
      '',
      'too_large',
    ],
    [
      'a report of 64 KiB',
      ofStep('step.reported', { report: 'x'.repeat(65_536) }),
      '',
      'too_large',
    ],
    [
      'as many bytes in fewer characters',
      ofStep('step.reported', { report: '€'.repeat(22_000) }),
      '',
      'too_large',
    ],
    [
      'more tags than a run has',
      started({}, { tags: Array(51).fill('t') }),
      '/data/tags',
      'too_big',
    ],
    [
      'more edges than a step has',
      ofStep('step.planned', { dependsOn: Array(201).fill('t') }),
      '/data/dependsOn',
      'too_big',
    ],
    [
      'the source of another',
      started({ source: '/others' }),
      '/source',
      'not_yours',
    ],
    [
      'a script as the place of a file',
      file({ url: SCRIPT }),
      '/data/artifact/url',
      'invalid_format',
    ],
    [
      'a page in an address',
      file({ url: 'data:text/html,<script>' }),
      '/data/artifact/url',
      'invalid_format',
    ],
    [
      'a file of the reader',
      file({ url: 'file:///etc/passwd' }),
      '/data/artifact/url',
      'invalid_format',
    ],
    [
      'a password in an address',
      file({ url: 'https://a:b@ci.acme.test/' }),
      '/data/artifact/url',
      'custom',
    ],
    [
      'an address of nowhere',
      file({ url: '/a.csv' }),
      '/data/artifact/url',
      'invalid_format',
    ],
    [
      'an address without end',
      file({ url: `https://a/${'x'.repeat(2_048)}` }),
      '/data/artifact/url',
      'too_big',
    ],
    [
      'less than nothing',
      file({ bytes: -1 }),
      '/data/artifact/bytes',
      'too_small',
    ],
    [
      'a digest of another kind',
      file({ digest: 'md5:00' }),
      '/data/artifact/digest',
      'invalid_format',
    ],
  ])('%s', (_, bad, field, rule) => {
    expect(() => fit(bad)).toThrow(expect.objectContaining({ field, rule }));
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'a step called %s is a step like any other',
    step => {
      const { told } = fit(ofStep('attempt.started', { step }));
      expect(told).toMatchObject({ snapshot: { steps: [{ key: step }] } });
    },
  );
});

it('a prototype in an event is left out, and is nobody else’s', () => {
  const { told } = fit(
    started({ data: json('{"run":{"id":"a","__proto__":{"x":1}}}') }),
  );
  expect(told).toMatchObject({ snapshot: { nativeId: 'a' } });
  expect(JSON.stringify(told)).not.toContain('"x"');
  expect({}).not.toHaveProperty('x');
});

describe('of another time', () => {
  it.each<[string, string]>([
    ['0000-01-01T00:00:00Z', 'too_old'],
    ['0001-01-01T00:00:00Z', 'too_old'],
    ['1969-12-31T23:59:59.999Z', 'too_old'],
    ['1970-01-01T00:00:00Z', 'too_old'],
    ['2026-11-14T11:59:59.999Z', 'too_old'],
    ['2026-11-29T12:00:00.001Z', 'in_future'],
    ['9999-12-31T23:59:59Z', 'in_future'],
    ['+275760-09-13T00:00:00Z', 'invalid_format'],
    ['10000-01-01T00:00:00Z', 'invalid_format'],
    ['2026-11-28T11:00:00', 'invalid_format'],
    ['2026-11-28T11:00:00+99:99', 'invalid_format'],
    ['2026-02-30T11:00:00Z', 'invalid_format'],
    ['2026-11-28T24:00:01Z', 'invalid_format'],
    ['yesterday', 'invalid_format'],
    ['1764327600', 'invalid_format'],
    ['', 'invalid_format'],
  ])('%s is %s', (time, rule) => {
    expect(() => fit(started({ time }))).toThrow(
      expect.objectContaining({ field: '/time', rule }),
    );
  });

  it.each([
    '2026-11-14T12:00:00Z',
    '2026-11-29T12:00:00Z',
    '2026-11-28T11:00:00-11:00',
  ])('%s is of now', time => {
    expect(fit(started({ time })).told).toHaveProperty('snapshot');
  });
});
