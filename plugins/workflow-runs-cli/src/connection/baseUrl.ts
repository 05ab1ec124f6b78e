import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';

/**
 * An address without slashes at its end.
 *
 * @throws CliError where it is none, or holds a password
 */
export function toBaseUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new CliError(`'${withoutUser(url)}' is no address of a server`, {
      exitCode: exitCodes.usage,
      hint: 'WORKFLOW_RUNS_URL and --url take the base URL of the backend, such as https://backstage.example.com',
    });
  }
  if (parsed.username || parsed.password) {
    throw new CliError('The address of a server takes no user or password', {
      exitCode: exitCodes.usage,
      hint: 'Take them out of WORKFLOW_RUNS_URL or --url, and set WORKFLOW_RUNS_TOKEN',
    });
  }
  return url.replace(/\/+$/, '');
}

/** What may be a password is not repeated. */
function withoutUser(url: string): string {
  return url.replace(/^.*@/s, '…@');
}
