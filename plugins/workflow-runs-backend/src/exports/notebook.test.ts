import { spawnSync } from 'node:child_process';
import Ajv2020 from 'ajv/dist/2020';
import { Step } from 'backstage-plugin-workflow-runs-common';
import { notebookSchema } from './__fixtures__/notebookSchema';
import { exportedRun, exportedStep } from './__testUtils__/source';
import { notebookText } from './notebook';
import { TraceSource } from './traceText';

const NASTY = [
  '</script>',
  `'''""" \\N{BULLET} {0} %s`,
  '$1 $x$',
  '\u2028\u2029\u0000\u0085',
  '\ud83d\ude80 \ud800',
  '\\u0041 \\" \\\\',
  '"]))\nraise SystemExit(1)\n#',
];

async function* pages(...all: unknown[][]) {
  yield* all;
}
const traceOf = (steps: Step[], logs: unknown[] = []): TraceSource => ({
  head: {
    schema: 'workflow-runs.io/trace/v1',
    exportedAt: '2026-11-21T10:15:00.000Z',
    run: exportedRun(),
    states: [],
  },
  parts: [
    ['steps', pages(...steps.map(step => [step]))],
    ['attempts', pages([{ stepKey: 'fetch', itemIndex: -1, number: 1 }])],
    ['events', pages([])],
    ['logs', pages(logs)],
  ],
  omitted: [{ part: 'payloads', reason: 'You may not see them' }],
});

interface Cell {
  id: string;
  cell_type: string;
  source: string | string[];
}
const notebookOf = async (...args: Parameters<typeof notebookText>) => {
  let text = '';
  for await (const chunk of notebookText(...args)) text += chunk;
  return JSON.parse(text) as { cells: Cell[] };
};
const sourceOf = ({ source }: Cell) => [source].flat().join('');
const codeOf = ({ cells }: { cells: Cell[] }) =>
  cells
    .filter(cell => cell.cell_type === 'code')
    .map(sourceOf)
    .join('\n\n');

describe('a notebook', () => {
  it('is what Jupyter wants of format 4.5', async () => {
    const notebook = await notebookOf('# Orders', traceOf([exportedStep()]));
    const fits = new Ajv2020().compile(notebookSchema);

    expect({ fits: fits(notebook), errors: fits.errors }).toEqual({
      fits: true,
      errors: null,
    });
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('begins with the story', async () => {
    const { cells } = await notebookOf('# Orders', traceOf([]));

    expect(cells[0]).toMatchObject({
      cell_type: 'markdown',
      source: '# Orders',
    });
  });
});

const python = spawnSync('python3', ['--version']);
const isThere = python.status === 0;
/** Runs code, and whatever of pandas and matplotlib there is stays out of it. */
const run = (code: string) =>
  spawnSync('python3', ['-I', '-'], {
    input: `import sys\nsys.modules["pandas"] = sys.modules["matplotlib"] = None\n${code}`,
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });

if (!isThere) {
  it.todo('the code of a notebook needs python3 on the PATH to be tested');
} else {
  describe('the code of a notebook', () => {
    it('tells durations and draws them, without anything installed', async () => {
      const notebook = await notebookOf(
        '',
        traceOf([
          exportedStep(),
          exportedStep({ stepKey: 'each', itemIndex: 4, durationMs: 1_500 }),
          exportedStep({ stepKey: 'never', startedAt: null, durationMs: null }),
        ]),
      );
      const { status, stdout, stderr } = run(codeOf(notebook));

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('embedded/orders 1: completed');
      expect(stdout).toContain('3 steps, 1 attempts, 0 events, 0 log lines');
      expect(stdout).toContain('Not here: payloads. You may not see them');
      expect(stdout).toMatch(/fetch +completed +1 +3\.000/);
      expect(stdout).toMatch(/never +completed +1 +\n/);
      expect(stdout).toMatch(/fetch +#{40} 3\.000 s/);
      expect(stdout).toMatch(/each #4 +#{20} 1\.500 s/);
    });

    it('makes do with a run of no steps', async () => {
      const { status, stdout } = run(codeOf(await notebookOf('', traceOf([]))));

      expect(status).toBe(0);
      expect(stdout).toContain('No step took any time.');
    });

    it('reads every text as it is, and executes none', async () => {
      const notebook = await notebookOf(
        '',
        traceOf(
          [],
          NASTY.map(message => ({ message })),
        ),
      );
      const { status, stdout } = run(
        `${codeOf(
          notebook,
        )}\nprint("\\n" + json.dumps([line["message"] for line in logs]))`,
      );

      expect(status).toBe(0);
      expect(JSON.parse(stdout.trim().split('\n').pop()!)).toEqual(NASTY);
    });

    it('says what a notebook has no room for', async () => {
      const logs = [{ message: 'x'.repeat(10_000) }];
      const { stdout } = run(
        codeOf(await notebookOf('', traceOf([], logs), 5_000)),
      );

      expect(stdout).toContain('Not here: logs. The rest would be too much');
    });
  });
}
