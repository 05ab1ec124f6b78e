import { aRun } from 'backstage-plugin-workflow-runs-react/testing';
import { newIdempotencyKey } from 'backstage-plugin-workflow-runs-react';
import { optionsFrom, requestOptions } from './options';
import { errorSchemaOf } from './violations';
import { withoutRedactions } from './withoutRedactions';

describe('errorSchemaOf', () => {
  it('puts each violation at its field', () => {
    expect(
      errorSchemaOf([
        { pointer: '/pageSize', rule: 'maximum', message: 'too many' },
        { pointer: '/pageSize', rule: 'multipleOf', message: 'odd' },
        { pointer: '/regions/0/a~1b', rule: 'type', message: 'no text' },
        { pointer: '', rule: 'required', message: 'incomplete' },
        { pointer: '/__proto__/x', rule: 'type', message: 'sly' },
      ]),
    ).toEqual({
      __errors: ['incomplete'],
      pageSize: { __errors: ['too many', 'odd'] },
      regions: { 0: { 'a/b': { __errors: ['no text'] } } },
      x: { __errors: ['sly'] },
    });
  });
});

describe('withoutRedactions', () => {
  it('leaves out what was removed, and says so', () => {
    expect(
      withoutRedactions({
        plan: 'trial',
        admin: '[redacted:e-mail]',
        contact: { phone: '[redacted:phone]', name: 'Ada', age: null },
        mails: ['a', '[redacted:e-mail]'],
        tags: ['a', 'b'],
      }),
    ).toEqual({
      input: {
        plan: 'trial',
        contact: { name: 'Ada', age: null },
        tags: ['a', 'b'],
      },
      redacted: true,
    });
  });

  it.each([[undefined], [null], ['text'], [[1]]])(
    'has no input in %j',
    value => {
      expect(withoutRedactions(value)).toEqual({ input: {}, redacted: false });
    },
  );
});

describe('the options of a launch', () => {
  it('start with what is usual', () => {
    expect(requestOptions(optionsFrom(undefined))).toEqual({
      environment: 'prod',
      priority: 'normal',
      tags: [],
    });
  });

  it('start with those of the run that is run again, but for its business event', () => {
    const options = optionsFrom(
      aRun({
        environment: 'test',
        priority: 'high',
        tags: ['a', 'b'],
        businessEventId: 'evt_1',
      }),
    );
    expect(options).toEqual({
      environment: 'test',
      priority: 'high',
      tags: 'a, b',
      businessEventId: '',
    });
  });

  it('are cleaned', () => {
    expect(
      requestOptions({
        environment: ' ',
        priority: 'low',
        tags: ' a, ,b,a',
        businessEventId: ' evt_1 ',
      }),
    ).toEqual({ priority: 'low', tags: ['a', 'b'], businessEventId: 'evt_1' });
  });
});

describe('newIdempotencyKey', () => {
  it('is another each time, also where the portal has no TLS', () => {
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
    const original = crypto.randomUUID;
    Object.defineProperty(crypto, 'randomUUID', {
      value: undefined,
      configurable: true,
      writable: true,
    });
    expect(newIdempotencyKey()).toMatch(/^[0-9a-f]{32}$/);
    crypto.randomUUID = original;
  });
});
