import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { yarnSettings } from './registry.mjs';

const registry = 'https://npm.example/repository/all/';

describe('yarnSettings', () => {
  it('hands the registry on', () => {
    assert.deepEqual(yarnSettings({ registry }, [], {}), {
      YARN_NPM_REGISTRY_SERVER: 'https://npm.example/repository/all',
    });
  });

  it('allows plain http for the host of the registry', () => {
    const settings = { registry: 'http://127.0.0.1:4873/' };
    assert.equal(
      yarnSettings(settings, [], {}).YARN_UNSAFE_HTTP_WHITELIST,
      '127.0.0.1',
    );
  });

  it('hands on the token that belongs to the registry, and no other', () => {
    const npmrc = [
      '//other.example/:_authToken=wrong',
      '//npm.example/repository/all/:_authToken = "right"',
    ].join('\n');
    const result = yarnSettings({ registry }, [npmrc], {});
    assert.equal(result.YARN_NPM_AUTH_TOKEN, 'right');
    assert.equal(result.YARN_NPM_ALWAYS_AUTH, 'true');
    assert.equal(
      yarnSettings({ registry }, ['//other.example/:_authToken=x'], {})
        .YARN_NPM_AUTH_TOKEN,
      undefined,
    );
  });

  it('fills in variables of the environment', () => {
    const npmrc = `//npm.example/repository/all/:_authToken=\${TOKEN}`;
    const result = yarnSettings({ registry }, [npmrc], { TOKEN: 'secret' });
    assert.equal(result.YARN_NPM_AUTH_TOKEN, 'secret');
  });

  it('hands on a basic authentication', () => {
    const npmrc = '//npm.example/repository/all/:_auth=dXNlcjpwdw==';
    const result = yarnSettings({ registry }, [npmrc], {});
    assert.equal(result.YARN_NPM_AUTH_IDENT, 'dXNlcjpwdw==');
  });

  it('prefers the most specific npmrc', () => {
    const npmrc = token => `//npm.example/repository/all/:_authToken=${token}`;
    const result = yarnSettings({ registry }, [npmrc('a'), npmrc('b')], {});
    assert.equal(result.YARN_NPM_AUTH_TOKEN, 'a');
  });

  it('hands on proxy and certificate authority', () => {
    const result = yarnSettings(
      {
        registry,
        cafile: '/ca.pem',
        'https-proxy': 'http://127.0.0.1:3128',
        'strict-ssl': true,
      },
      [],
      {},
    );
    assert.equal(result.YARN_HTTPS_CA_FILE_PATH, '/ca.pem');
    assert.equal(result.YARN_HTTPS_PROXY, 'http://127.0.0.1:3128');
    assert.equal(result.YARN_ENABLE_STRICT_SSL, undefined);
  });
});
