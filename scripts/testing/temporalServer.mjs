import { withProgress } from '../processes/progress.mjs';
import { prepareTemporal } from '../temporal/install.mjs';

let preparation;
let isReady = false;

/**
 * Builds the server while other stages run, as far as they leave the processors idle: it takes some minutes the first
 * time, and only the last stages need it.
 */
export async function buildTemporalServer() {
  const temporal = await prepare({ beside: true });
  if ('command' in temporal) return { passed: 1 };
  return { skipped: 1, notRun: [`its build: ${temporal.missing}`] };
}

/**
 * The Temporal CLI, once it is built.
 *
 * @returns {ReturnType<typeof prepareTemporal>} the command, or why there is none
 */
export async function temporalServer() {
  if (isReady || !preparation) return prepare();
  return withProgress('Waiting for the Temporal server to be built', () =>
    prepare(),
  );
}

function prepare(options) {
  preparation ??= prepareTemporal(options).finally(() => {
    isReady = true;
  });
  return preparation;
}
