/**
 * One line for each stage, and its problems below it.
 *
 * @param {Array<{ id: string, title: string, seconds: number } & import('./stage.mjs').StageResult>} results
 * @param {number} total seconds, less than the sum as some run at the same time
 */
export function formatResults(results, total) {
  const width = Math.max(...results.map(({ title }) => title.length));
  const lines = results.flatMap(result => {
    const { title, seconds, problems } = result;
    const { failures = [], flaky = [], notRun = [] } = result;
    const mark = markOf(result);
    const time = `${seconds.toFixed(1)} s`.padStart(8);
    return [
      `${mark} ${title.padEnd(width)} ${time}  ${counts(result)}`,
      ...problems.map(problem => `    ${problem}`),
      ...notRun.map(suite => `    not run: ${suite}`),
      ...failures.map(test => `    failed: ${test}`),
      ...flaky.map(test => `    flaky: ${test}`),
    ];
  });
  return [
    '\n━━━ Summary ━━━\n',
    ...lines,
    `\nTotal: ${Math.floor(total / 60)} min ${Math.round(total % 60)} s`,
  ].join('\n');
}

// What has not run at all has not passed.
function markOf({ passed, failed, notRun = [] }) {
  if (failed > 0) return '✖';
  return passed === 0 && notRun.length > 0 ? '–' : '✔';
}

/** The last line of a test run: what passed at the second try has passed, and is named above. */
export function closingLine(results) {
  const sum = field => results.reduce((all, result) => all + result[field], 0);
  return counts({
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
  });
}

function counts({ passed, failed, skipped, flaky = [] }) {
  const ignored = skipped > 0 ? `, ${skipped} skipped` : '';
  const doubtful = flaky.length > 0 ? `, ${flaky.length} flaky` : '';
  return `${passed} passed, ${failed} failed${ignored}${doubtful}`;
}
