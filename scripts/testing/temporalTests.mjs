import { startTemporalEnvironment } from '../temporal/environment.mjs';
import { runJestTests } from './jest.mjs';
import { temporalServer } from './temporalServer.mjs';
import { summarizeJest } from './unitTests.mjs';

/** Runs the tests that need a Temporal server, with one of their own and the worker of the example. */
export async function runTemporalTests() {
  const temporal = await temporalServer();
  if ('missing' in temporal) {
    console.log(`Left out: ${temporal.missing}.`);
    return { skipped: 1, notRun: [`*.temporal.test.ts: ${temporal.missing}`] };
  }
  const { address, environment, stop } = await startTemporalEnvironment(
    temporal.command,
  );
  console.log(`Temporal at ${address}\n`);
  try {
    return await runJestTests({
      name: 'jest-temporal',
      environment,
      options: ['\\.temporal\\.test\\.ts$'],
      summarize: summarizeJest,
    });
  } finally {
    await stop();
  }
}
