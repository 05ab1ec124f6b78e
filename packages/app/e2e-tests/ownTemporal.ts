import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type OwnPortalOptions } from './ownPortal';

const SCRIPTS = resolve(__dirname, '../../../scripts/temporal');
const CONFIG = resolve(__dirname, '../../../app-config.temporal.yaml');

/** A Temporal server that no other test uses, with the worker of the example, and that may be halted. */
export interface OwnTemporal {
  /** For a portal that is to show what runs there. */
  portal: OwnPortalOptions;
  /** Does something by Temporal's own command line, as somebody would who knows nothing of the portal. */
  temporal: (...args: string[]) => Promise<unknown>;
  /** Ends the server without a farewell, and keeps its state. */
  halt: () => Promise<void>;
  /** Starts it again at the same address. */
  resume: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a Temporal server of one's own. It is built where it is not there yet. */
export async function startOwnTemporal(file: string): Promise<OwnTemporal> {
  // The scripts are no package, and tell no types.
  const { requireTemporal } = await import(`${SCRIPTS}/install.mjs`);
  const { startTemporalServer } = await import(`${SCRIPTS}/server.mjs`);
  const { startExample } = await import(`${SCRIPTS}/example.mjs`);

  const command = await requireTemporal();
  let server = await startTemporalServer({ command, file });
  const { address, port } = server;
  const worker = await startExample('worker', { address });
  return {
    portal: {
      args: ['--config', CONFIG],
      env: { TEMPORAL_ADDRESS: address },
    },
    temporal: async (...args) => {
      const { stdout } = await promisify(execFile)(command, [
        ...args,
        ...['--address', address, '--output', 'json'],
      ]);
      return stdout.trim() && JSON.parse(stdout);
    },
    halt: () => server.stop('SIGKILL'),
    resume: async () => {
      server = await startTemporalServer({ command, file, port });
    },
    stop: async () => {
      await worker.stop();
      await server.stop();
    },
  };
}
