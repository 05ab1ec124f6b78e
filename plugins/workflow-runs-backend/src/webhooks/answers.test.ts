import { TargetRefused } from '../outgoing/OutgoingRequests';
import { verdictOn, verdictOnError } from './answers';

describe('verdictOn', () => {
  const on = (status: number, headers = {}) =>
    verdictOn({ status, headers }, 0);

  it.each([200, 201, 202, 204, 299])('takes %i as a receipt', status => {
    expect(on(status)).toEqual({ status, problem: null, isGone: false });
  });

  it.each([301, 302, 307, 308, 400, 401, 404, 429, 500, 503])(
    'does not take %i as one',
    status => {
      expect(on(status)).toMatchObject({ status, isGone: false });
      expect(on(status).problem).toMatch(`It answered ${status}`);
    },
  );

  it('takes 410 at its word', () => {
    expect(on(410).isGone).toBe(true);
  });

  it('hears when it may come back', () => {
    expect(on(503, { 'retry-after': '7' }).askedFor).toBe(7_000);
    expect(on(429, { 'retry-after': ['9', '1'] }).askedFor).toBe(9_000);
    expect(on(503).askedFor).toBeUndefined();
  });
});

describe('verdictOnError', () => {
  it.each([
    [new DOMException('', 'TimeoutError'), 'No answer within 10 s'],
    [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'No answer within 10 s'],
    [
      new TargetRefused('The host must not be called: it is private'),
      'It must not be called: The host must not be called: it is private',
    ],
    [
      Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:80'), {
        code: 'ECONNREFUSED',
      }),
      'It could not be reached: ECONNREFUSED',
    ],
    [new TypeError('secret'), 'It could not be reached: TypeError'],
    [undefined, 'It could not be reached: unknown'],
  ])(
    'says what stood in the way, and tells no address: %s',
    (error, problem) => {
      expect(verdictOnError(error, 10_000)).toEqual({
        status: null,
        isGone: false,
        problem,
      });
    },
  );
});
