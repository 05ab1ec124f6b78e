import { selectLogin } from './cliLogin';

const create = jest.fn();
const loadAuth = async () => ({ CliAuth: { create } });

const loggedIn = (getAccessToken: () => Promise<string>) =>
  create.mockResolvedValue({
    getInstanceName: () => 'production',
    getBaseUrl: () => 'https://portal.example.com',
    getAccessToken,
  });

describe('a login of the Backstage CLI', () => {
  it('is the one that is named, with a token that is fresh', async () => {
    loggedIn(async () => 'fresh');
    const login = await selectLogin({ instance: 'production' }, loadAuth);

    expect(create).toHaveBeenCalledWith({ instanceName: 'production' });
    expect(login.baseUrl).toBe('https://portal.example.com');
    expect(await login.getToken()).toBe('fresh');
  });

  it('is never sent to another server', async () => {
    loggedIn(async () => 'fresh');

    await expect(
      selectLogin({ url: 'https://elsewhere.example.com' }, loadAuth),
    ).rejects.toMatchObject({
      message:
        "There are no credentials: The login 'production' is for https://portal.example.com",
      exitCode: 3,
    });
  });

  it('that is not there, or over, exits with 3', async () => {
    create.mockRejectedValueOnce(new Error('No instances found'));
    await expect(selectLogin({}, loadAuth)).rejects.toMatchObject({
      exitCode: 3,
    });

    loggedIn(async () => {
      throw new Error('Access token is expired');
    });
    const login = await selectLogin({}, loadAuth);
    await expect(login.getToken()).rejects.toMatchObject({
      message: 'There are no credentials: Access token is expired',
      exitCode: 3,
    });
  });
});
