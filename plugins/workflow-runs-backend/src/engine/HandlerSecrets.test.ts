import { HandlerSecrets } from './HandlerSecrets';

describe('HandlerSecrets', () => {
  const of = (configured: unknown) => new HandlerSecrets(() => configured);

  it('hands out what is configured now', () => {
    let token = 'first-token';
    const secrets = new HandlerSecrets(() => ({ 'api token': token }));
    expect(secrets.get('api token')).toBe('first-token');
    token = 'second-token';
    expect(secrets.get('api token')).toBe('second-token');
    expect(secrets.text('first-token, second-token')).toBe(
      '[redacted:secret], [redacted:secret]',
    );
  });

  it.each<[string, unknown, string]>([
    [
      'none is configured',
      undefined,
      'workflowRuns.secrets.token is not configured',
    ],
    [
      'it is not among them',
      { other: 'x'.repeat(9) },
      'workflowRuns.secrets.token is not configured',
    ],
    [
      'it is a number',
      { token: 123456 },
      'workflowRuns.secrets.token is a number: put it in quotes',
    ],
    [
      'it is too short',
      { token: 'abc' },
      'workflowRuns.secrets.token has 3 characters and needs 6, for wherever it stands it is redacted',
    ],
  ])('says which key is wrong where %s', (_, configured, message) => {
    expect(() => of(configured).get('token')).toThrow(message);
  });

  it('takes out what is configured before anybody has asked for it', () => {
    expect(of({ token: 'hunter2' }).text('it is hunter2')).toBe(
      'it is [redacted:secret]',
    );
  });

  it('takes out the longer of two of which one begins as the other', () => {
    const secrets = of({ a: 'secret', b: 'secret-and-more' });
    expect(secrets.text('secret-and-more, secret')).toBe(
      '[redacted:secret], [redacted:secret]',
    );
  });

  it('takes them out of values, at any depth and in keys', () => {
    const secrets = of({ a: 'top "secret"' });
    const value = {
      list: [{ text: 'it is top "secret" here' }, 1, null, true],
      'top "secret"': 'key',
    };
    expect(secrets.json(value)).toEqual({
      list: [{ text: 'it is [redacted:secret] here' }, 1, null, true],
      '[redacted:secret]': 'key',
    });
    const clean = { nothing: ['to', 'hide'] };
    expect(secrets.json(clean)).toBe(clean);
  });

  it('has nothing to take out where there is none', () => {
    expect(of(null).text('text')).toBe('text');
    expect(of({}).json({ a: 1 })).toEqual({ a: 1 });
  });
});
