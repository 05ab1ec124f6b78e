import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';
import { toBaseUrl } from './baseUrl';
import { selectLogin } from './cliLogin';

/** Where the server is, and what opens it. */
export interface Credentials {
  baseUrl: string;
  getToken(): Promise<string>;
  /** Where they come from, as an error says it. */
  origin: string;
}

export interface CredentialsOptions {
  env: NodeJS.ProcessEnv;
  /** Base URL of the backend, before the variable. */
  url?: string;
  /** A login of the Backstage CLI, before the token. */
  instance?: string;
}

/**
 * The token of the environment, which goes with the URL there; or else a login of the Backstage CLI.
 *
 * @throws CliError where there is neither
 */
export async function findCredentials({
  env,
  url: urlOption,
  instance,
}: CredentialsOptions): Promise<Credentials> {
  const token = env.WORKFLOW_RUNS_TOKEN?.trim();
  if (token) refuseWhatNoHeaderTakes(token);
  const url = urlOption ?? env.WORKFLOW_RUNS_URL?.trim();
  if (!token || instance) return selectLogin({ instance, url });
  if (!url) {
    throw new CliError('There is a token, but no server for it', {
      exitCode: exitCodes.usage,
      hint: 'Set WORKFLOW_RUNS_URL to the base URL of the backend, such as https://backstage.example.com',
    });
  }
  return {
    baseUrl: toBaseUrl(url),
    getToken: async () => token,
    origin: 'WORKFLOW_RUNS_TOKEN',
  };
}

/** What no header takes would be in the message of whoever refuses it: it is refused before, and not repeated. */
function refuseWhatNoHeaderTakes(token: string): void {
  if (/^[\x21-\x7e]+$/.test(token)) return;
  throw new CliError(
    'WORKFLOW_RUNS_TOKEN is no token: it has spaces, line breaks or other characters that none has',
    {
      exitCode: exitCodes.auth,
      hint: 'Set it to one token, in one line, without quotes around it',
    },
  );
}
