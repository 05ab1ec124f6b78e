import { startExample } from './example.mjs';
import { startTemporalServer } from './server.mjs';

/**
 * A Temporal server and the example worker, for tests.
 *
 * @param {string} command the Temporal CLI
 * @returns {Promise<{ address: string, environment: Record<string, string>, stop: () => Promise<void> }>}
 *   `environment` tells tests where the server is, and what they can start another one by
 */
export async function startTemporalEnvironment(command) {
  const server = await startTemporalServer({ command });
  try {
    const worker = await startExample('worker', server);
    return {
      address: server.address,
      environment: {
        TEMPORAL_TEST_ADDRESS: server.address,
        TEMPORAL_CLI_PATH: command,
      },
      stop: async () => {
        await worker.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
