import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';

/**
 * An address without slashes at its end.
 *
 * @throws CliError where it is none
 */
export function toBaseUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new CliError(`'${url}' is no address of a server`, {
      exitCode: exitCodes.usage,
      hint: 'WORKFLOW_RUNS_URL and --url take the base URL of the backend, such as https://backstage.example.com',
    });
  }
  return url.replace(/\/+$/, '');
}
