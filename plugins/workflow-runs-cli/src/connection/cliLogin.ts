import type { CliAuth } from '@backstage/cli-node';
import { CliError } from '../cli/CliError';
import { load } from '../cli/load';
import { exitCodes } from '../exitCodes';
import { toBaseUrl } from './baseUrl';
import type { Credentials } from './credentials';

/** What is used of `CliAuth`. */
export interface Logins {
  create(options: {
    instanceName?: string;
  }): Promise<
    Pick<CliAuth, 'getInstanceName' | 'getBaseUrl' | 'getAccessToken'>
  >;
}

/**
 * A login of the Backstage CLI. Nothing else knows of `CliAuth`, which is young and may yet change.
 *
 * @throws CliError where nobody has logged in
 */
export async function selectLogin(
  options: {
    instance?: string;
    /** Where a login of this server alone will do. */
    url?: string;
  },
  loadAuth: () => Promise<{ CliAuth: Logins }> = () =>
    load(import('@backstage/cli-node')),
): Promise<Credentials> {
  const { CliAuth } = await loadAuth();
  const login = await CliAuth.create({ instanceName: options.instance }).catch(
    (error: Error) => {
      throw noCredentials(error.message);
    },
  );
  const baseUrl = toBaseUrl(login.getBaseUrl());
  if (options.url && toBaseUrl(options.url) !== baseUrl) {
    // The token of one server must not be sent to another.
    throw noCredentials(
      `The login '${login.getInstanceName()}' is for ${baseUrl}`,
    );
  }
  return {
    baseUrl,
    getToken: () =>
      login.getAccessToken().catch((error: Error) => {
        throw noCredentials(error.message);
      }),
    origin: `the login '${login.getInstanceName()}' of the Backstage CLI`,
  };
}

function noCredentials(reason: string): CliError {
  return new CliError(`There are no credentials: ${reason}`, {
    exitCode: exitCodes.auth,
    hint: 'Set WORKFLOW_RUNS_TOKEN and WORKFLOW_RUNS_URL, or log in with `backstage-cli auth login`',
  });
}
