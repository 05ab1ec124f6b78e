import { randomBytes } from 'node:crypto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { testPrivacy } from '../__testUtils__/testPrivacy';
import { cleanText } from './Redactor';

const redactor = testPrivacy().redactor();

describe('names of secrets, in JSON', () => {
  it.each([
    ['password', 'password'],
    ['dbPassword', 'password'],
    ['DB_PASSWD', 'password'],
    ['passphrase', 'password'],
    ['passwords', 'password'],
    ['pwd', 'password'],
    ['token', 'token'],
    ['access_token', 'token'],
    ['githubToken', 'token'],
    ['jwt', 'token'],
    ['secret', 'secret'],
    ['clientSecret', 'secret'],
    ['credentials', 'secret'],
    ['apiKey', 'key'],
    ['api_keys', 'key'],
    ['X-API-Key', 'key'],
    ['aws_secret_access_key', 'key'],
    ['privateKey', 'key'],
    ['Authorization', 'authorization'],
    ['proxy-authorization', 'authorization'],
    ['set-cookie', 'cookie'],
    ['connectionString', 'connection'],
    ['dsn', 'connection'],
  ])('takes out the value of %s', (key, kind) => {
    const mark = `[redacted:${kind}]`;
    expect(redactor.json({ [key]: 's3cr3t' })).toEqual({ [key]: mark });
    expect(redactor.json({ a: [{ [key]: 's3cr3t' }] })).toEqual({
      a: [{ [key]: mark }],
    });
    expect(redactor.json({ [key]: { nested: ['s3cr3t'] } })).toEqual({
      [key]: mark,
    });
    expect(redactor.json({ [key]: 12345 })).toEqual({ [key]: mark });
  });

  it.each<Json>([
    { tokenize: true, passwordless: 'yes', keyboard: 'qwerty', monkey: 3 },
    { tokens: 512, secretary: 'Bob', compass: 'north', bypass: true },
    { primaryKey: 'id', key: 'step', keys: ['a'], author: 'Ann' },
    { cookieBanner: 'shown', descend: 1, passenger: 'Eve' },
    { password: '', token: null },
    [1, 'two', null, true, { three: [3] }],
    'plain text: nothing to see',
    0,
    false,
    null,
  ])('leaves %j as it is', value => {
    expect(redactor.json(value)).toEqual(value);
  });

  it('looks into keys too, which may be made of anything', () => {
    expect(redactor.json({ 'password=hunter2': 1 })).toEqual({
      'password=[redacted:password]': 1,
    });
  });
});

describe('names of secrets, in text', () => {
  it.each([
    ['password=hunter2', 'password=[redacted:password]'],
    ['PASSWORD: hunter2, next', 'PASSWORD: [redacted:password], next'],
    ['db_password = "a b c" x', 'db_password = [redacted:password] x'],
    [`secret: 'it\\'s' x`, 'secret: [redacted:secret] x'],
    ['?access_token=abc&page=2', '?access_token=[redacted:token]&page=2'],
    ['{"apiKey":"abc","n":1}', '{"apiKey":[redacted:key],"n":1}'],
    [
      'said {\\"password\\":\\"hunter2\\"}',
      'said {\\"password\\":[redacted:password]\\"}',
    ],
    ['AWS_SECRET_ACCESS_KEY=abc', 'AWS_SECRET_ACCESS_KEY=[redacted:key]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted:token]'],
    ['got Bearer ab1-_~+/=', 'got Bearer [redacted:token]'],
    ['authorization=Basic dTpw', 'authorization=Basic [redacted:token]'],
    [
      '{"authorization":"Bearer xyz"}',
      '{"authorization":"Bearer [redacted:token]"}',
    ],
    ['to https://u:p4ss@host/x', 'to https://u:[redacted:password]@host/x'],
    ['postgres://u:p4ss@h:5432/d', 'postgres://u:[redacted:password]@h:5432/d'],
    ['redis://:p4ss@h', 'redis://:[redacted:password]@h'],
  ])('makes of %s', (text, expected) => {
    expect(redactor.text(text)).toBe(expected);
    // What has been redacted stays as it is.
    expect(redactor.text(expected)).toBe(expected);
  });

  it.each([
    'tokenize: yes',
    'passwordless=true',
    'keyboard: 3',
    'monkey: 3',
    'the secret is safe',
    'secretary: Bob',
    'forgot my password?',
    'a bearer of good news',
    'Bearer authentication failed',
    'https://host:8080/a@b',
    'mail a@b.c: hello',
    'ratio 3:4',
  ])('leaves %s as it is', text => {
    expect(redactor.text(text)).toBe(text);
  });

  it.each([
    ['dots', 'a.'],
    ['dashes', 'a-'],
    ['names', 'password'],
    ['open quotes', 'password="'],
    ['escapes', 'token=\\"'],
    ['schemes', 'a://'],
    ['credentials', 'a://b:c'],
    ['bearers', 'bearer '],
  ])('takes no longer for a megabyte of %s than it must', (_, piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    const before = performance.now();
    redactor.text(text);
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  it('nor for a megabyte of base64url', () => {
    const before = performance.now();
    redactor.text(randomBytes(750_000).toString('base64url'));
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

describe('cleanText', () => {
  it.each([
    ['a\0b', 'ab'],
    ['a\uD800b', 'a\uFFFDb'],
    ['\uDC00', '\uFFFD'],
    ['🚀 ok', '🚀 ok'],
  ])('makes what both databases store of %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});
