import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { summarizePlaywright } from './browserTests.mjs';
import {
  coverageByPackage,
  formatCoverage,
  insufficient,
  lineCoverage,
  untested,
} from './coverage.mjs';
import { tapCounts } from './scriptTests.mjs';
import { afterSecondRun, failedFiles, failedTests } from './secondRun.mjs';
import { groupStages, planStages, selectStages } from './selection.mjs';
import { demandAll, runStage } from './stage.mjs';
import { closingLine, formatResults } from './summary.mjs';
import { summarizeJest } from './unitTests.mjs';

const result = overrides => ({
  id: 'x',
  title: 'X',
  seconds: 1,
  passed: 0,
  failed: 0,
  skipped: 0,
  problems: [],
  ...overrides,
});

describe('closingLine', () => {
  it('adds up all stages', () => {
    const results = [result({ passed: 2 }), result({ passed: 3, failed: 1 })];
    assert.equal(closingLine(results), '5 passed, 1 failed');
  });

  it('reports skipped tests', () => {
    const results = [result({ passed: 2, skipped: 4 })];
    assert.equal(closingLine(results), '2 passed, 0 failed, 4 skipped');
  });
});

describe('formatResults', () => {
  it('shows the problems below their stage', () => {
    const text = formatResults(
      [
        result({ title: 'Lint', passed: 1 }),
        result({ title: 'Browser tests', failed: 1, problems: ['No browser'] }),
      ],
      61.2,
    );
    assert.match(text, /✔ Lint .*1 passed, 0 failed\n✖ Browser tests/);
    assert.match(text, /✖ Browser tests .*\n {4}No browser/);
    assert.match(text, /Total: 1 min 1 s$/);
  });

  it('names the tests that have failed, and those that are flaky', () => {
    const text = formatResults(
      [result({ title: 'Unit', failures: ['a › b'], flaky: ['c › d'] })],
      1,
    );
    assert.match(
      text,
      /0 failed, 1 flaky\n {4}failed: a › b\n {4}flaky: c › d/,
    );
  });
});

describe('a suite that this machine cannot run', () => {
  const suite = result({
    title: 'Temporal',
    skipped: 1,
    notRun: ['*.temporal.test.ts: there is no Go'],
  });

  it('is named, and has not passed', () => {
    assert.match(
      formatResults([suite], 1),
      /– Temporal .*0 passed, 0 failed, 1 skipped\n {4}not run: \*\.temporal\.test\.ts: there is no Go/,
    );
  });

  it('is named below what else has passed in its stage', () => {
    const text = formatResults([{ ...suite, passed: 3 }], 1);
    assert.match(text, /✔ Temporal .*\n {4}not run: /);
  });

  it('fails where everything has to run', () => {
    const demanded = demandAll(suite);
    assert.equal(demanded.failed, 1);
    assert.match(
      formatResults([demanded], 1),
      /✖ Temporal .*\n {4}Could not run \*\.temporal\.test\.ts: there is no Go/,
    );
    const content = result({ passed: 1, notRun: [] });
    assert.equal(demandAll(content).failed, 0);
  });
});

describe('a second run', () => {
  const file = (name, ...statuses) => ({
    name,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, i) => ({
      fullName: `test ${i}`,
      status,
    })),
  });
  const first = {
    testResults: [file('a', 'passed', 'failed'), file('b', 'passed', 'todo')],
  };

  it('is of the files that have failed', () => {
    assert.deepEqual(failedFiles(first), ['a']);
    assert.deepEqual(failedTests(first), ['a › test 1']);
  });

  it('counts instead of the first', () => {
    const second = { testResults: [file('a', 'passed', 'passed')] };
    const final = afterSecondRun(first, second);
    assert.deepEqual(failedTests(final), []);
    assert.deepEqual(
      [final.numPassedTests, final.numFailedTests, final.numTodoTests],
      [3, 0, 1],
    );
  });

  it('leaves a failure where it fails again', () => {
    const final = afterSecondRun(first, first);
    assert.deepEqual(failedTests(final), ['a › test 1']);
    assert.equal(final.numFailedTests, 1);
  });
});

describe('runStage', () => {
  it('counts a stage that could not run as a failure, by its name', async t => {
    t.mock.method(console, 'log', () => {});
    t.mock.method(console, 'error', () => {});
    const { failed, problems } = await runStage({
      id: 'e2e',
      title: 'Browser tests',
      run: async () => {
        throw new Error('no Chromium');
      },
    });
    assert.equal(failed, 1);
    assert.deepEqual(problems, ['Browser tests could not run: no Chromium']);
  });

  it('counts each problem beside the failed tests', async t => {
    t.mock.method(console, 'log', () => {});
    const { passed, failed } = await runStage({
      id: 'unit',
      title: 'Unit tests',
      run: async () => ({ passed: 3, failed: 1, problems: ['a', 'b'] }),
    });
    assert.deepEqual({ passed, failed }, { passed: 3, failed: 3 });
  });
});

describe('selectStages', () => {
  const stages = [{ id: 'lint' }, { id: 'unit' }, { id: 'e2e' }];
  const ids = selection => selectStages(stages, selection).map(s => s.id);

  it('keeps the order of the stages', () => {
    assert.deepEqual(ids({ only: 'e2e, lint' }), ['lint', 'e2e']);
  });

  it('leaves out what is to be skipped', () => {
    assert.deepEqual(ids({ skip: 'e2e' }), ['lint', 'unit']);
  });

  it('refuses a name that does not exist', () => {
    assert.throws(() => ids({ only: 'lint,unti' }), /no test stage "unti"/);
  });
});

describe('groupStages', () => {
  it('puts a stage beside the one before it, where there is one', () => {
    const stages = [
      { id: 'a', beside: true },
      { id: 'b', beside: true },
      { id: 'c' },
    ];
    assert.deepEqual(
      groupStages(stages).map(group => group.map(({ id }) => id)),
      [['a', 'b'], ['c']],
    );
  });
});

describe('planStages', () => {
  it('begins with what is done meanwhile, wherever it stands', () => {
    const plan = planStages([
      { id: 'a' },
      { id: 'b', meanwhile: true },
      { id: 'c', beside: true },
      { id: 'd' },
    ]);
    assert.deepEqual(
      plan.meanwhile.map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual(
      plan.groups.map(group => group.map(({ id }) => id)),
      [['a', 'c'], ['d']],
    );
  });
});

describe('summarizeJest', () => {
  const report = (testResults, counts = {}) => ({
    numTotalTests: 1,
    numPassedTests: 1,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
    ...counts,
  });
  const suite = (name, assertionResults, status = 'passed') => ({
    name,
    status,
    assertionResults,
  });
  const backend = 'plugins/workflow-runs-backend/src/a.test.ts';

  it('takes over the counts', () => {
    const summary = summarizeJest(
      report([], {
        numTotalTests: 8,
        numPassedTests: 5,
        numPendingTests: 2,
        numTodoTests: 1,
      }),
    );
    assert.deepEqual(summary, {
      passed: 5,
      failed: 0,
      skipped: 3,
      problems: [],
    });
  });

  it('names a suite that could not run', () => {
    const { problems } = summarizeJest(
      report([suite('plugins/x/src/b.test.ts', [], 'failed')]),
    );
    assert.deepEqual(problems, [
      'The suite plugins/x/src/b.test.ts could not run',
    ]);
  });

  it('notices that PostgreSQL was left out', () => {
    const onSqlite = { fullName: 'store, SQLITE_3', status: 'passed' };
    const { problems } = summarizeJest(report([suite(backend, [onSqlite])]));
    assert.match(problems.join(), /has run on PostgreSQL/);
  });

  it('is content when the backend ran on PostgreSQL', () => {
    const onPostgres = { fullName: 'store, POSTGRES_18', status: 'passed' };
    const { problems } = summarizeJest(report([suite(backend, [onPostgres])]));
    assert.deepEqual(problems, []);
  });

  it('does not accept that no test has run', () => {
    const { problems } = summarizeJest(report([], { numTotalTests: 0 }));
    assert.deepEqual(problems, ['No test has run']);
  });
});

describe('summarizePlaywright', () => {
  const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };

  it('takes over the counts', () => {
    const summary = summarizePlaywright({
      stats: { ...stats, unexpected: 1, skipped: 3 },
    });
    assert.deepEqual(summary, {
      passed: 2,
      failed: 1,
      skipped: 3,
      problems: [],
      flaky: [],
      failures: [],
    });
  });

  it('names what has failed, and what has passed the second time only', () => {
    const spec = (title, status) => ({ title, tests: [{ status }] });
    const { failures, flaky } = summarizePlaywright({
      stats,
      suites: [
        {
          file: 'a.test.ts',
          specs: [spec('fails', 'unexpected'), spec('passes', 'expected')],
          suites: [{ file: 'a.test.ts', specs: [spec('doubtful', 'flaky')] }],
        },
      ],
    });
    assert.deepEqual(failures, ['a.test.ts › fails']);
    assert.deepEqual(flaky, ['a.test.ts › doubtful']);
  });

  it('reports what went wrong outside of the tests', () => {
    const { problems } = summarizePlaywright({
      stats: { ...stats, expected: 0 },
      errors: [{ message: 'Error: The portal does not start:\n...' }],
    });
    assert.deepEqual(problems, ['Error: The portal does not start:']);
  });

  it('does not accept that no test has run', () => {
    const { problems } = summarizePlaywright({
      stats: { ...stats, expected: 0 },
    });
    assert.deepEqual(problems, ['No test has run']);
  });
});

describe('tapCounts', () => {
  it('reads the totals', () => {
    const report =
      '1..2\n# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n';
    assert.deepEqual(tapCounts(report), { passed: 5, failed: 2, skipped: 2 });
  });
});

describe('coverage', () => {
  const at = line => ({ start: { line } });
  const file = (...counts) => ({
    statementMap: Object.fromEntries(counts.map((_, i) => [i, at(i + 1)])),
    s: Object.fromEntries(counts.map((count, i) => [i, count])),
  });
  const packages = [
    { path: 'plugins/a', hasTests: true },
    { path: 'plugins/ab', hasTests: true },
    { path: 'plugins/c', hasTests: false },
  ];

  it('counts a line as covered if any of its statements was executed', () => {
    const twoOnOneLine = { statementMap: { 0: at(1), 1: at(1) }, s: [0, 3] };
    assert.deepEqual(lineCoverage(twoOnOneLine), { total: 1, covered: 1 });
  });

  it('is computed for each package, without tests and fixtures', () => {
    const rows = coverageByPackage(
      {
        'plugins/a/src/x.ts': file(1, 1, 0, 1),
        'plugins/a/src/x.test.ts': file(0, 0),
        'plugins/a/src/__fixtures__/y.ts': file(0, 0),
        'plugins/ab/src/z.ts': file(1),
        'plugins/c/src/z.ts': file(0),
      },
      packages,
      path => path,
    );
    assert.deepEqual(
      rows.map(({ path, percent }) => [path, percent]),
      [
        ['plugins/a', 75],
        ['plugins/ab', 100],
        ['plugins/c', 0],
      ],
    );
    assert.deepEqual(
      insufficient(rows).map(({ path }) => path),
      ['plugins/a'],
    );
    assert.match(formatCoverage(rows), /plugins\/a +3 +4 +75\.0 %/);
    assert.match(formatCoverage(rows), /plugins\/c +0 +1 +no tests/);
  });

  it('misses the tests of published packages that have code', () => {
    const all = [
      { path: 'a', isPublished: true, hasCode: true, hasTests: false },
      { path: 'b', isPublished: true, hasCode: true, hasTests: true },
      { path: 'c', isPublished: true, hasCode: false, hasTests: false },
      { path: 'd', isPublished: false, hasCode: true, hasTests: false },
    ];
    assert.deepEqual(
      untested(all).map(({ path }) => path),
      ['a'],
    );
  });
});
