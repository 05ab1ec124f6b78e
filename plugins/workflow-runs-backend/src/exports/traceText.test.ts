import { exportedRun } from './__testUtils__/source';
import { TraceSource, traceText } from './traceText';

async function* pages(...all: unknown[][]) {
  yield* all;
}
const source = (parts: TraceSource['parts']): TraceSource => ({
  head: {
    schema: 'workflow-runs.io/trace/v1',
    exportedAt: '2026-11-21T10:15:00.000Z',
    run: exportedRun(),
    states: [],
  },
  parts,
  omitted: [{ part: 'payloads', reason: 'no' }],
});
const collect = async (chunks: AsyncIterable<string>) => {
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
};

it.each([
  ['no page', []],
  ['an empty page', [[]]],
  ['one item', [['a']]],
  ['several pages', [['a', 'b'], ['c']]],
  ['empty pages between others', [[], ['a'], [], ['b'], []]],
])('is valid JSON of %s', async (_, all: string[][]) => {
  const chunks = await collect(
    traceText(
      source([
        ['steps', pages(...all)],
        ['logs', pages(...all)],
      ]),
    ),
  );
  const trace = JSON.parse(chunks.join(''));

  expect(trace).toEqual({
    ...source([]).head,
    steps: all.flat(),
    logs: all.flat(),
    omitted: [{ part: 'payloads', reason: 'no' }],
  });
});

it('takes a page when the one before is written, and no sooner', async () => {
  const taken: number[] = [];
  async function* counted() {
    for (let i = 0; i < 5; i++) {
      taken.push(i);
      yield [i];
    }
  }
  const chunks = traceText(source([['steps', counted()]]));
  await chunks.next();
  await chunks.next();
  expect(taken).toEqual([]);
  await chunks.next();
  expect(taken).toEqual([0]);
  await chunks.next();
  expect(taken).toEqual([0, 1]);
});

it('ends where a part fails', async () => {
  async function* failing() {
    yield ['a'];
    throw new Error('The database is away');
  }

  await expect(
    collect(traceText(source([['steps', failing()]]))),
  ).rejects.toThrow('The database is away');
});

it('leaves out what there is no room for, part by part, and says so', async () => {
  const long = 'x'.repeat(600);
  const chunks = traceText(
    source([
      ['payloads', pages([long], [long], [long])],
      ['logs', pages(['short'])],
    ]),
    JSON.stringify(source([]).head).length + 1_500,
  );
  const trace = JSON.parse((await collect(chunks)).join(''));

  expect(trace.payloads).toEqual([long, long]);
  expect(trace.logs).toEqual(['short']);
  expect(trace.omitted).toEqual([
    { part: 'payloads', reason: 'no' },
    {
      part: 'payloads',
      reason: 'The rest would be too much here: export the run as JSON',
    },
  ]);
});
