import { CliError } from '../cli/CliError';
import { selectLogin } from './cliLogin';
import { findCredentials } from './credentials';
import { explainError } from './explainError';
import { isRefusal } from './isRefusal';

jest.mock('./cliLogin', () => ({ selectLogin: jest.fn() }));
const login = jest.mocked(selectLogin);

const env = {
  WORKFLOW_RUNS_URL: 'https://portal.example.com/',
  WORKFLOW_RUNS_TOKEN: 'token',
};

describe('credentials', () => {
  beforeEach(() => login.mockReset());

  it('are those of the environment', async () => {
    const found = await findCredentials({ env });

    expect(found.baseUrl).toBe('https://portal.example.com');
    expect(await found.getToken()).toBe('token');
    expect(login).not.toHaveBeenCalled();
  });

  it('go to the server that an option names', async () => {
    const url = 'http://localhost:7007';

    expect(await findCredentials({ env, url })).toMatchObject({ baseUrl: url });
  });

  it.each([
    [{}, undefined, undefined],
    [
      { WORKFLOW_RUNS_URL: 'https://a.example.com' },
      undefined,
      'https://a.example.com',
    ],
    [env, 'production', 'https://portal.example.com/'],
  ])(
    'are a login of the Backstage CLI otherwise',
    async (given, instance, url) => {
      await findCredentials({ env: given, instance });

      expect(login).toHaveBeenCalledWith({ instance, url });
    },
  );

  it.each([
    [
      { WORKFLOW_RUNS_TOKEN: 'token' },
      'There is a token, but no server for it',
    ],
    [
      { ...env, WORKFLOW_RUNS_URL: 'portal' },
      "'portal' is no address of a server",
    ],
    [{ ...env, WORKFLOW_RUNS_URL: 'file:///etc' }, 'is no address of a server'],
    [
      { ...env, WORKFLOW_RUNS_URL: 'https://me:s3cret@portal.example.com' },
      'takes no user or password',
    ],
    [
      { ...env, WORKFLOW_RUNS_URL: 'https://me:s3cret@portal:x' },
      "'…@portal:x' is no address of a server",
    ],
    [{ ...env, WORKFLOW_RUNS_TOKEN: 's3cret\nline' }, 'TOKEN is no token'],
    [{ ...env, WORKFLOW_RUNS_TOKEN: 's3cret\u0000' }, 'TOKEN is no token'],
    [{ ...env, WORKFLOW_RUNS_TOKEN: 's3cret…' }, 'TOKEN is no token'],
  ])(
    'are refused where they lead nowhere, and not repeated',
    async (given, message) => {
      const refusal = await findCredentials({ env: given }).catch(
        error => error,
      );

      expect(refusal.message).toContain(message);
      expect(`${refusal.message} ${refusal.hint}`).not.toContain('s3cret');
    },
  );
});

describe('an error', () => {
  const answered = (statusCode: number, error: object = {}) =>
    Object.assign(new Error(`Request failed with ${statusCode}`), {
      name: 'ResponseError',
      statusCode,
      body: { error },
    });
  const asked = { baseUrl: 'http://portal', origin: 'WORKFLOW_RUNS_TOKEN' };

  it.each([
    [400, 2],
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 5],
    [413, 2],
    [429, 6],
    [500, 6],
    [503, 6],
    [302, 3],
    [418, 1],
  ])('of status %i exits with %i', (status, exitCode) => {
    expect(explainError(answered(status), asked)).toMatchObject({ exitCode });
  });

  it.each([
    [answered(401), true],
    [answered(403), true],
    [answered(404), true],
    [answered(302), true],
    [answered(409), false],
    [answered(429), false],
    [answered(500), false],
    [new TypeError('fetch failed'), false],
    [new DOMException('late', 'AbortError'), false],
  ])('such as %s is for good: %s', (error, isForGood) => {
    expect(isRefusal(error)).toBe(isForGood);
  });

  it('says what the server says, and which fields do not fit', () => {
    const violations = [
      { pointer: '/times', rule: 'maximum', message: 'must be <= 5' },
    ];
    const error = answered(400, {
      message: 'input/times: must be <= 5',
      violations,
    });

    expect(explainError(error, asked)).toMatchObject({
      message: 'input/times: must be <= 5',
      violations,
    });
  });

  it('of credentials says where they come from', () => {
    expect(explainError(answered(401), asked).hint).toBe(
      'http://portal does not accept the token of WORKFLOW_RUNS_TOKEN; it may have expired',
    );
  });

  it('of a page to sign in says that it stands in front', () => {
    expect(explainError(answered(302), asked).hint).toContain(
      'a page to sign in stands in front of it',
    );
  });

  it('of a network says which server is away', () => {
    const error = new TypeError('fetch failed', {
      cause: { code: 'ECONNREFUSED' },
    });

    expect(explainError(error, asked)).toMatchObject({
      message:
        'http://portal cannot be reached: nobody listens there (ECONNREFUSED)',
      exitCode: 6,
    });
  });

  it('of what is no API says so', () => {
    expect(
      explainError(new SyntaxError('Unexpected token <'), asked),
    ).toMatchObject({
      message: 'http://portal does not answer as a Backstage backend does',
      exitCode: 6,
    });
  });

  it('of our own is told as it is, and any other as it comes', () => {
    const ours = new CliError('No', { exitCode: 2, hint: 'Yes' });

    expect(explainError(ours)).toEqual({
      message: 'No',
      exitCode: 2,
      hint: 'Yes',
    });
    expect(explainError('odd')).toEqual({ message: 'odd', exitCode: 1 });
  });
});
