/**
 * A test that fails is run once more by itself. Where it passes then it is flaky: the summary names it,
 * and it is a defect of the test or of what it tests, but no reason to hold back somebody else's change.
 * Where more than these files fail, something is broken, and nothing is run again.
 */
export const FILES_TO_RUN_AGAIN = 5;

/** @param {object} report written by `jest --json` */
export function failedFiles({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name }) => name);
}

/** @param {object} report written by `jest --json` */
export function failedTests({ testResults }, toPath = file => file) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${toPath(name)} › ${fullName}`),
  );
}

/**
 * What two runs come to: a file that has failed in the first one counts as in the second one.
 *
 * @param {object} first a report of Jest on all files
 * @param {object} second one on the files that have failed
 */
export function afterSecondRun(first, second) {
  const again = new Map(second.testResults.map(file => [file.name, file]));
  const testResults = first.testResults.map(
    file => again.get(file.name) ?? file,
  );
  const counted = status =>
    testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(each => status.includes(each.status)).length;
  const passed = counted(['passed']);
  const failed = counted(['failed']);
  const skipped = counted(['pending', 'skipped', 'disabled']);
  const todo = counted(['todo']);
  return {
    testResults,
    numTotalTests: passed + failed + skipped + todo,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: todo,
  };
}
