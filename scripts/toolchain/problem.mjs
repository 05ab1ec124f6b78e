/** Something the user can understand and do something about: printed without a stack trace. */
export class Problem extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} [hint] what to do about it
   */
  constructor(message, hint) {
    super(message);
    this.name = 'Problem';
    this.hint = hint;
  }
}

// First match wins: a full disk also breaks connections, a refused connection also misses packages.
const EXPLANATIONS = [
  {
    pattern: /ENOSPC|no space left on device|EDQUOT|disk quota exceeded/i,
    message: 'The disk is full.',
    hint: 'Node, Yarn and the dependencies need about 2.5 GB here and in the cache of Yarn. Free some space and run the command again: it goes on where it stopped.',
  },
  {
    pattern:
      /\bE?(401|403)\b|E401|E403|YN0041|Unauthorized|authentication (token|failed|required)|Invalid authentication/i,
    message: 'The npm registry refuses the credentials.',
    hint: 'Check the token of the registry in your npm configuration (npm login, or the _authToken in ~/.npmrc).',
  },
  {
    pattern: /CERT_|certificate|UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED/i,
    message: 'The certificate of the npm registry is not trusted.',
    hint: 'Behind a company proxy set its certificate authority: npm config set cafile <file>.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|getaddrinfo|network (timeout|request|connectivity)|RequestError|socket hang up/i,
    message: 'The npm registry cannot be reached.',
    hint: 'Check the network, the proxy, and the address that "npm config get registry" prints.',
  },
  {
    pattern: /YN0028|lockfile would have been modified/i,
    message: 'yarn.lock does not match the package.json files.',
    hint: 'After changing dependencies run "yarn install" (or "node scripts/run.mjs yarn install") and commit yarn.lock.',
  },
  {
    pattern:
      /\bE404\b|YN0035|Package not found|No candidates found|404 Not Found/i,
    message: 'The npm registry does not have a package that is needed.',
    hint: 'Check that "npm config get registry" names a complete mirror of the public registry.',
  },
  {
    pattern: /YN0018|checksum/i,
    message:
      'A downloaded package does not have the checksum that yarn.lock expects.',
    hint: 'Clear the cache ("node scripts/run.mjs yarn cache clean --all") and run the command again.',
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    message: 'A file cannot be written.',
    hint: 'Check the owner and the permissions of this folder (files left behind by root or by a container?).',
  },
  {
    pattern: /EADDRINUSE|address already in use/i,
    message: 'A port that is needed is taken by another program.',
    hint: 'Stop that program, or choose other ports with WORKFLOW_RUNS_PORT and WORKFLOW_RUNS_APP_PORT.',
  },
];

/**
 * What an error, or the output of a failed tool, comes down to.
 *
 * @param {string} text
 * @returns {{ message: string, hint: string } | undefined}
 */
export function explain(text) {
  const found = EXPLANATIONS.find(({ pattern }) => pattern.test(text));
  return found && { message: found.message, hint: found.hint };
}

/** Prints what went wrong: plainly where it is understood, with a stack trace where it is not. */
export function reportProblem(error) {
  const known =
    error instanceof Problem
      ? error
      : explain(`${error?.code ?? ''} ${error?.message ?? error}`);
  console.error();
  if (!known) {
    console.error(error);
    return;
  }
  console.error(`✖ ${known.message}`);
  if (known.hint) console.error(`  ${known.hint}`);
  if (!(error instanceof Problem)) console.error(`  (${error.message})`);
}

/** Turns the output of a failed tool into a problem that ends with the lines that matter. */
export function problemFromOutput(what, output) {
  const lines = output
    .split('\n')
    .map(line => line.trimEnd())
    .filter(Boolean);
  const telling = lines.filter(line =>
    /error|ERR!|✖|YN00(?!00|13|19|02|60|86)\d\d/i.test(line),
  );
  // the first errors name the cause; without any the end of the output is the best guess
  const excerpt = (telling.length ? telling.slice(0, 5) : lines.slice(-8)).join(
    '\n  ',
  );
  const known = explain(output);
  const message = known ? `${what}: ${known.message}` : `${what}.`;
  return new Problem(
    message,
    [known?.hint, excerpt].filter(Boolean).join('\n\n  '),
  );
}
