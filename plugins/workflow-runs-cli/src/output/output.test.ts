import stringWidth from 'string-width';
import { surroundingsFor } from '../__testUtils__/terminal';
import { coloursFor } from './colours';
import { type Column, fitColumns } from './columns';
import { formatAge, formatBytes, formatDuration, formatShare } from './format';
import { Output } from './Output';
import { showObject } from './showObject';
import { toJson } from './toJson';
import { withColoursAlone, withoutControls } from './withoutControls';

interface Row {
  id: string;
  status: string;
  text: string;
}
const rows: Row[] = [
  {
    id: 'run_1',
    status: 'failed',
    text: 'It was declined, and it was declined again, and again',
  },
  {
    id: 'run_2',
    status: 'running',
    text: '日本語のとても長いメッセージがここにあります',
  },
];

function print(
  columns: number | undefined,
  tell: (output: Output) => void,
  env: NodeJS.ProcessEnv = {},
) {
  const { stdout, stderr, printed } = surroundingsFor({ env, columns });
  tell(new Output({ mode: 'text', stdout, stderr, env }));
  return printed();
}
const tableOf = (output: Output): void => {
  const columns: Column<Row>[] = [
    { title: 'ID', value: row => row.id, priority: 0 },
    {
      title: 'STATUS',
      value: row => row.status,
      colour: text => output.status(text),
    },
    { title: 'TEXT', value: row => row.text, shrinkTo: 10 },
  ];
  output.table(rows, columns, { empty: 'None.' });
};

describe('a table', () => {
  it.each([30, 50, 80, 200])('fits into %i columns', width => {
    const { stdout } = print(width, tableOf, { NO_COLOR: '1' });
    const lines = stdout.trimEnd().split('\n');

    expect(lines).toHaveLength(3);
    expect(lines.filter(line => stringWidth(line) > width)).toEqual([]);
    expect(lines[1]).toContain('run_1');
  });

  it('is cut nowhere where programs read, and has tabs and no titles', () => {
    const { stdout } = print(undefined, tableOf);

    expect(stdout.split('\n')[0]).toBe(`run_1\tfailed\t${rows[0].text}`);
  });

  it('has colours on a terminal, unless NO_COLOR says no', () => {
    expect(print(80, tableOf).stdout).toContain('\u001b[31mfailed');
    expect(print(80, tableOf, { NO_COLOR: '1' }).stdout).not.toContain(
      '\u001b',
    );
    expect(print(undefined, tableOf).stdout).not.toContain('\u001b');
  });

  it('of nothing is a sentence on stderr', () => {
    const printed = print(80, output =>
      output.table([], [], { empty: 'There are none.' }),
    );

    expect(printed).toEqual({ stdout: '', stderr: 'There are none.\n' });
  });

  it('has none of what a terminal would obey', () => {
    const { stdout } = print(undefined, output =>
      output.table(
        [{ name: 'a\u001b[2Jb\nc\td' }],
        [{ title: 'NAME', value: row => row.name }],
        { empty: '' },
      ),
    );

    expect(stdout).toBe('a\ufffd[2Jb c d\n');
  });
});

describe('columns', () => {
  it('that matter least go first, and what always stays is too wide then', () => {
    const columns = [{ priority: 0 }, { priority: 1 }, { priority: 2 }];

    expect(fitColumns(columns, [10, 10, 10], 34)).toEqual([10, 10, 10]);
    expect(fitColumns(columns, [10, 10, 10], 30)).toEqual([10, 10, undefined]);
    expect(fitColumns(columns, [10, 10, 10], 5)).toEqual([
      10,
      undefined,
      undefined,
    ]);
  });

  it('that may be cut are cut before any goes', () => {
    const columns = [{ priority: 0 }, { shrinkTo: 5 }, { shrinkTo: 8 }];

    expect(fitColumns(columns, [10, 10, 10], 30)).toEqual([10, 7, 9]);
  });
});

describe('details', () => {
  it('are under each other, without what is not there', () => {
    const { stdout } = print(undefined, output =>
      output.details([
        ['run', 'run_1'],
        ['error', null],
        ['says', 'one\ntwo'],
      ]),
    );

    expect(stdout).toBe('run   run_1\nsays  one\n      two\n');
  });

  it('of any object have names in words', () => {
    const { stdout } = print(undefined, output =>
      showObject(output, {
        eventTypes: ['a', 'b'],
        updatedAt: null,
        lastDay: { attempts: 1 },
        secrets: [{ id: 1 }, { id: 2 }],
      }),
    );

    expect(stdout).toBe(
      'event types  a, b\nlast day     {"attempts":1}\nsecrets      {"id":1}\n             {"id":2}\n',
    );
  });
});

it('colours are as the environment wants them', () => {
  const isColoured = (env: NodeJS.ProcessEnv, isTTY = true) =>
    coloursFor({ isTTY }, env).isColorSupported;

  expect(isColoured({})).toBe(true);
  expect(isColoured({}, false)).toBe(false);
  expect(isColoured({ NO_COLOR: '' })).toBe(true);
  expect(isColoured({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
  expect(isColoured({ FORCE_COLOR: '1' }, false)).toBe(true);
  expect(isColoured({ FORCE_COLOR: '0' })).toBe(false);
  expect(isColoured({ TERM: 'dumb' })).toBe(false);
});

it('numbers are said as people say them', () => {
  const now = Date.parse('2026-05-02T12:00:00Z');

  expect(
    [0, 850, 12_000, 200_000, 7_500_000, 349_200_000].map(formatDuration),
  ).toEqual(['0ms', '850ms', '12s', '3m 20s', '2h 5m', '4d 1h']);
  expect(formatAge('2026-05-02T11:57:00Z', now)).toBe('3m ago');
  expect(formatAge('2026-05-02T12:00:05Z', now)).toBe('now');
  expect(formatAge('2026-05-02T11:57:00Z', undefined)).toBe(
    '2026-05-02T11:57:00Z',
  );
  expect([0, 999, 1_000, 3_400_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.4 MB',
  ]);
  expect([formatShare(0.1234), formatShare(null)]).toEqual(['12.3 %', '']);
});

it('line breaks stay, what steers a terminal goes', () => {
  expect(withoutControls('a\r\nb\tc\u001b]52;c;x\u0007\u202e')).toBe(
    'a\nb\tc\ufffd]52;c;x\ufffd\ufffd',
  );
});

describe('what a terminal would obey', () => {
  it.each([
    ['clears the screen', '\u001b[2Jgone', '\ufffd[2Jgone'],
    [
      'writes the clipboard',
      '\u001b]52;c;aGk=\u0007',
      '\ufffd]52;c;aGk=\ufffd',
    ],
    ['hides what follows', '\u001b[8mhidden', '\ufffd[8mhidden'],
    ['is a control above ASCII', '\u009b2J', '\ufffd2J'],
    ['turns text around', 'a\u202eb', 'a\ufffdb'],
    ['is a colour', '\u001b[31mred\u001b[39m', '\u001b[31mred\u001b[39m'],
  ])('is no part of a line where it %s', (_, said, shown) => {
    const { stdout, stderr } = print(80, output => {
      output.line(said);
      output.note(said);
      output.warn(said);
    });

    expect(withColoursAlone(said)).toBe(shown);
    expect(stdout).toBe(`${shown}\n`);
    expect(stderr).toBe(`${shown}\n${shown}\n`);
  });

  it('is escaped in JSON, which says the same', () => {
    const said = { name: '\u001b[2J\u009b2J\u202e\u007f é' };

    expect(toJson(said)).toBe('{"name":"\\u001b[2J\\u009b2J\\u202e\\u007f é"}');
    expect(JSON.parse(toJson(said, 2))).toEqual(said);
  });
});
