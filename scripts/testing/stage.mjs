import { capture } from '../processes/capture.mjs';
import { supervise } from '../processes/supervise.mjs';
import { reportProblem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';

/**
 * @typedef {object} StageResult
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} problems what the numbers do not say, each counted as a failure
 * @property {string[]} [notRun] what this machine could not run, and why
 * @property {string[]} [failures] the names of the tests that have failed
 * @property {string[]} [flaky] those of the tests that have failed at first, and then passed
 */

/**
 * Runs one stage under its heading. A stage that throws could not run, which is a failure.
 *
 * @param {{ id: string, title: string, run: () => Promise<Partial<StageResult>> }} stage
 */
export async function runStage({ id, title, run }) {
  console.log(`\n━━━ ${title} (${id}) ━━━\n`);
  const started = Date.now();
  const result = { passed: 0, failed: 0, skipped: 0, problems: [] };
  try {
    Object.assign(result, await run());
    result.failed += result.problems.length;
  } catch (error) {
    reportProblem(error);
    result.failed += 1;
    result.problems.push(`${title} could not run: ${error.message}`);
  }
  const seconds = (Date.now() - started) / 1000;
  for (const problem of result.problems) console.log(`✖ ${problem}`);
  console.log(
    `\n${result.failed ? '✖' : '✔'} ${title}: ${seconds.toFixed(1)} s`,
  );
  return { id, title, seconds, ...result };
}

/**
 * What a result comes to where everything has to run: a suite that could not is a failure, not a skipped one.
 *
 * @param {StageResult} result
 */
export function demandAll({ notRun = [], ...result }) {
  if (notRun.length === 0) return result;
  const problems = notRun.map(suite => `Could not run ${suite}`);
  return {
    ...result,
    failed: result.failed + problems.length,
    problems: [...result.problems, ...problems],
  };
}

/** Runs a tool with our terminal, in the root of the repository; resolves to its exit code. */
export async function runTool(command, args, env = {}, cwd = root) {
  const { code } = await supervise(command, args, {
    cwd,
    env: { ...process.env, ...env },
  }).done;
  return code;
}

/**
 * The result of a stage that is not a test suite: it passes if all its tools do. What they print is shown
 * once they have ended, as others may run at the same time.
 */
export async function check(...tools) {
  for (const [command, ...args] of tools) {
    const { code, output } = await capture(command, args, { cwd: root });
    if (output.trim()) console.log(output.trimEnd());
    if (code !== 0) return { failed: 1 };
  }
  return { passed: 1 };
}
