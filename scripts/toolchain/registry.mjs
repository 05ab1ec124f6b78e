import { homedir } from 'node:os';
import { join } from 'node:path';

import { readIfPresent } from './files.mjs';
import { npm } from './npm.mjs';
import { root } from './root.mjs';

/**
 * Hands the machine's npm settings to Yarn, which does not read npmrc files: registry, credentials,
 * proxy and certificate authority. They only ever live in the environment, never in a file.
 */
export async function shareRegistryWithYarn() {
  if (process.env.YARN_NPM_REGISTRY_SERVER) return;
  if (
    /^npmRegistryServer:/m.test(
      readIfPresent(join(homedir(), '.yarnrc.yml')) ?? '',
    )
  )
    return;
  const { code, output } = await npm([
    'config',
    'list',
    '--json',
    '--loglevel=silent',
  ]);
  if (code !== 0) return;
  const settings = JSON.parse(output.slice(output.indexOf('{')));
  const npmrcs = [
    join(root, '.npmrc'),
    settings.userconfig,
    settings.globalconfig,
  ].map(path => (path && readIfPresent(path)) ?? '');
  Object.assign(process.env, yarnSettings(settings, npmrcs, process.env));
}

/**
 * The environment that makes Yarn use the same registry as npm.
 *
 * @param {Record<string, unknown>} settings npm's settings
 * @param {string[]} npmrcs the texts of the npmrc files, the most specific first
 * @param {Record<string, string | undefined>} environment what `${NAME}` in an npmrc refers to
 * @returns {Record<string, string>}
 */
export function yarnSettings(settings, npmrcs, environment) {
  const result = {};
  if (
    typeof settings.registry === 'string' &&
    settings.registry.startsWith('http')
  ) {
    result.YARN_NPM_REGISTRY_SERVER = settings.registry.replace(/\/+$/, '');
    // Yarn speaks plain http only to hosts that are named
    const { protocol, hostname } = new URL(settings.registry);
    if (protocol === 'http:') result.YARN_UNSAFE_HTTP_WHITELIST = hostname;
    Object.assign(result, credentials(settings.registry, npmrcs, environment));
  }
  if (settings.cafile) result.YARN_HTTPS_CA_FILE_PATH = String(settings.cafile);
  if (settings.proxy) result.YARN_HTTP_PROXY = String(settings.proxy);
  if (settings['https-proxy'])
    result.YARN_HTTPS_PROXY = String(settings['https-proxy']);
  if (settings['strict-ssl'] === false) result.YARN_ENABLE_STRICT_SSL = 'false';
  return result;
}

function credentials(registry, npmrcs, environment) {
  const scope = registry.replace(/^https?:/, '').replace(/\/*$/, '/');
  for (const text of npmrcs) {
    const token = npmrcValue(text, `${scope}:_authToken`, environment);
    if (token)
      return { YARN_NPM_AUTH_TOKEN: token, YARN_NPM_ALWAYS_AUTH: 'true' };
    const ident =
      npmrcValue(text, `${scope}:_auth`, environment) ??
      npmrcValue(text, '_auth', environment);
    if (ident)
      return { YARN_NPM_AUTH_IDENT: ident, YARN_NPM_ALWAYS_AUTH: 'true' };
  }
  return {};
}

function npmrcValue(text, key, environment) {
  const line = text
    .split('\n')
    .find(entry => entry.split('=')[0].trim() === key);
  const value = line
    ?.slice(line.indexOf('=') + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  return (
    value?.replace(/\$\{(\w+)\??\}/g, (_, name) => environment[name] ?? '') ||
    undefined
  );
}
