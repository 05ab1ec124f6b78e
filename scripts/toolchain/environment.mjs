// What npm and Yarn export about the script they run. It confuses the tools that run inside of it
// (a nested npm would install into the wrong prefix). Settings of the machine, such as
// npm_config_registry or npm_config_userconfig, stay.
const NOISE =
  /^npm_(package_.*|lifecycle_.*|command|execpath|node_execpath|config_(local_prefix|prefix|global_prefix|user_agent|node_gyp|npm_version|init_module|noproxy))$/i;

/** The names of the variables that tools should not see. */
export function noisyVariables(environment) {
  return Object.keys(environment).filter(name => NOISE.test(name));
}

/** How this process was started, read before the environment is cleaned. */
export const startedBy = Object.freeze({
  /** True under `npm run` and `yarn run`. */
  script: Boolean(process.env.npm_lifecycle_event),
  /** The JavaScript file of the npm or Yarn that started us. */
  execpath: process.env.npm_execpath,
  userAgent: process.env.npm_config_user_agent ?? '',
  /** The machine's search path, before our tools are put in front of it. */
  path: process.env.PATH,
});

export function cleanEnvironment() {
  for (const name of noisyVariables(process.env)) delete process.env[name];
}
