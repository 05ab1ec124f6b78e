import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import createKnex, { Knex } from 'knex';
import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { Receiver } from '../webhooks/__testUtils__/Receiver';
import { describeOnDatabases } from '../__testUtils__/databases';
import { adding, TestPortal } from '../__testUtils__/TestPortal';
import { migrate } from '../database/open';

jest.setTimeout(120_000);

/** What is configured: the backend knows it, in whichever form it turns up. */
const KNOWN = 'Kn0wn~s3cret/of+the"portal';
// In pieces, so that nobody who scans this repository takes them for real.
const AWS_KEY = ['AKIA', 'QZ7LEAKYLEAKY00A'].join('');
const PEM_BODY = 'MIIBleakyLEAKYleakyLEAKY0123456789abcd';
const PEM = [
  '-----BEGIN PRIVATE ',
  `KEY-----\n${PEM_BODY}\n-----END PRIVATE `,
  'KEY-----',
].join('');

/** What may turn up in any text, and what of it must be found nowhere. */
const PLANTS: [text: string, core: string][] = [
  ['zoe.leaky@example.com', 'zoe.leaky'],
  ['+49 30 90182077', '90182077'],
  ['DE89 3704 0044 0532 0130 00', '0532 0130'],
  ['4111 1111 1111 1111', '4111 1111'],
  ['078-05-1120', '078-05-1120'],
  [
    'eyJhbGciOiJIUzI1NiJ9.eyJsZWFreSI6InllcyJ9.c2lnbmF0dXJl',
    'eyJsZWFreSI6InllcyJ9',
  ],
  [AWS_KEY, AWS_KEY],
  [PEM, PEM_BODY],
  ['postgres://app:leakyPassw0rd@db.example.com/x', 'leakyPassw0rd'],
  ['Authorization: Bearer leakyBearer42', 'leakyBearer42'],
  ['db_password=leakyAssigned7', 'leakyAssigned7'],
  [KNOWN, 'Kn0wn~s3cret'],
  [
    Buffer.from(`x${KNOWN}`).toString('base64'),
    Buffer.from(KNOWN).toString('base64').slice(4, 16),
  ],
  [Buffer.from(KNOWN).toString('hex'), Buffer.from(KNOWN).toString('hex')],
  [encodeURIComponent(KNOWN), 's3cret%2Fof'],
];
const CORES = PLANTS.map(([, core]) => core);

const words = fc.constantFrom(
  'order',
  'ready',
  'at the ramp',
  '17:33:05',
  'x=1',
  '',
);
/** Texts that hold a plant somewhere between words. */
const texts = fc
  .tuple(words, fc.constantFrom(...PLANTS.map(([text]) => text)), words)
  .map(([before, plant, after]) => `${before} ${plant} ${after}`);
const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    texts,
    fc.dictionary(
      fc.oneof(fc.constantFrom('a', 'note', 'apiKey'), texts),
      tie('value'),
      { maxKeys: 3 },
    ),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;
const cases = fc.record({
  input: values,
  said: fc.array(texts, { minLength: 3, maxLength: 6 }),
  output: values,
  cut: fc.integer({ min: 1, max: 15 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const leaky = (current: () => Case) =>
  adding(
    defineWorkflow({
      name: 'leaky',
      version: '1',
      input: z.object({ value: z.any() }),
      steps: {
        tell: {},
        use: { dependsOn: ['tell'], retry: failAfter(2) },
        fail: { dependsOn: ['use'] },
      },
    }),
    {
      tell: async ({ logger, progress, artifacts, report }) => {
        const { said, output, cut } = current();
        for (const text of said) logger.info(text, { said: text, output });
        // A program's output comes in pieces.
        for (const whole of [AWS_KEY, KNOWN, PEM, 'password=leakyAssigned7']) {
          logger.info(whole.slice(0, cut));
          logger.warn(whole.slice(cut));
        }
        for (const line of PEM.split('\n')) logger.info(line);
        progress({ message: said[0], fraction: 0.5 });
        report({ effectiveness: 1, details: { said: said[1], output } });
        await artifacts.add({
          name: `${said[1]}.txt`.replace(/\//g, '_'),
          contentType: 'text/plain',
          content: 'public',
        });
        return { output, said };
      },
      use: ({ attempt }) => {
        const [first, second] = current().said;
        if (attempt === 1)
          throw new StepFailure('transient', first, { code: second });
      },
      fail: () => {
        const error = new Error(current().said[2]);
        error.stack = `Error: ${current().said.join('\n  at ')}`;
        throw error;
      },
    },
  );

/** Everything that anybody could read of what has happened, by where it was found. */
class Traces {
  readonly #texts = new Map<string, string>();

  keep(where: string, text: string) {
    this.#texts.set(where, `${this.#texts.get(where) ?? ''}${text}`);
  }

  /** Where something is that must be nowhere. */
  get leaks(): string[] {
    return [...this.#texts].flatMap(([where, text]) =>
      CORES.filter(core => text.includes(core)).map(core => {
        const at = text.indexOf(core);
        return `${where}: …${text.slice(Math.max(0, at - 60), at + 60)}…`;
      }),
    );
  }

  sizeOf(where: string): number {
    return this.#texts.get(where)?.length ?? 0;
  }
}

/** @returns everything that was to be read in the end */
async function tracesOf(
  knex: Knex,
  look: (traces: Traces) => Promise<void>,
): Promise<Traces> {
  const traces = new Traces();
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    }),
  );
  const logger = mockServices.logger.mock();
  const hear = (...said: unknown[]) =>
    traces.keep(
      'logger',
      said
        .map(each =>
          each instanceof Error ? String(each.stack) : JSON.stringify(each),
        )
        .join(' '),
    );
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    logger[level].mockImplementation(hear);
  logger.child.mockImplementation(() => logger);
  let current!: Case;
  const receiver = await Receiver.start();
  receiver.on('/all', ({ body }) => {
    traces.keep('webhook', body);
    return 204;
  });
  const portal = await TestPortal.start({
    knex,
    workflows: [leaky(() => current)],
    config: {
      secrets: { portal: KNOWN },
      webhooks: { allow: [`127.0.0.1:${receiver.port}`] },
    },
    beside: { features: [logger.factory] },
  });
  const read = async (path: string) => {
    const { text, body } = await portal.get(path).buffer(true);
    traces.keep('API', text || Buffer.from(body).toString('latin1'));
  };
  try {
    await portal.post('/webhooks', {
      name: 'All',
      url: receiver.url('/all'),
      eventTypes: ['*'],
    });
    await fc.assert(
      fc.asyncProperty(cases, async given => {
        current = given;
        const [first, second, third] = given.said;
        const tag = first.slice(0, 100).replace(/\s+/g, ' ').trim();
        const runId = await portal.launch('leaky', {
          input: { value: given.input },
          tags: [tag],
        });
        const abort = new AbortController();
        const streaming = (async () => {
          for await (const frame of portal
            .client()
            .streamRun(runId, { signal: abort.signal })) {
            traces.keep('stream', JSON.stringify(frame));
          }
        })().catch(() => {});
        await portal.until(runId, 'failed');
        for (const [path, body] of [
          [`/runs/${runId}/annotations`, { note: second }],
          [
            `/runs/${runId}/tags`,
            {
              add: [`t ${third}`.replace(/\s+/g, ' ').trim().slice(0, 100)],
              remove: [],
              reason: first,
            },
          ],
          [`/runs/${runId}/retry`, { reason: third }],
          [
            '/views',
            { name: `${first}`.slice(0, 100), description: second, filter: {} },
          ],
          [
            '/bulk-jobs',
            {
              name: first.slice(0, 100),
              action: 'tag',
              params: { add: [tag] },
              reason: second,
              runIds: [runId],
            },
          ],
        ] as const) {
          const { text } = await portal.post(path, body);
          traces.keep('API', text);
        }
        await new Promise(resolve => setTimeout(resolve, 300));
        await portal.until(runId, 'failed');
        for (const part of [
          '',
          '/steps',
          '/events',
          '/logs',
          '/io',
          '/actions',
          '/annotations',
          '/artifacts',
          '/timeline',
        ])
          await read(`/runs/${runId}${part}`);
        for (const format of ['json', 'markdown', 'html', 'ipynb'])
          await read(`/runs/${runId}/export?format=${format}`);
        abort.abort();
        await streaming;
        traces.keep(
          'spans',
          JSON.stringify(
            exporter
              .getFinishedSpans()
              .map(({ name, attributes, events, status }) => ({
                name,
                attributes,
                events,
                status,
              })),
          ),
        );
        // It came as far as it could.
        traces.keep('auditor', JSON.stringify(portal.audited));
        const { body } = await portal.get(`/runs/${runId}/steps`);
        expect(
          body.items.map(({ status }: { status: string }) => status),
        ).toEqual(['completed', 'completed', 'failed']);
        expect(traces.leaks).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
    await look(traces);
  } finally {
    await portal.stop();
    await receiver.stop();
    trace.disable();
  }
  return traces;
}

/** Every row of every table, as text. */
async function dumpPostgres(knex: Knex, traces: Traces) {
  const { rows } = await knex.raw(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of rows) {
    const { rows: all } = await knex.raw('select t::text as row from ?? t', [
      name,
    ]);
    const written = all.map(({ row }: { row: string }) => row);
    traces.keep('database', `${name} ${written.join('\n')}`);
  }
}

/** Every byte of the file, and of what is to become part of it. */
async function onSqliteFile(): Promise<Traces> {
  const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'runs.sqlite') },
    useNullAsDefault: true,
  });
  try {
    await migrate(knex);
    return await tracesOf(knex, async traces => {
      for (const file of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, file), 'latin1');
        traces.keep('database', bytes);
      }
    });
  } finally {
    await knex.destroy();
    rmSync(folder, { recursive: true });
  }
}

async function onPostgres(knex: Knex): Promise<Traces> {
  return tracesOf(knex, traces => dumpPostgres(knex, traces));
}

describeOnDatabases(
  'personal data and secrets',
  (createDatabase, isPostgres) => {
    it('are found nowhere, wherever they come from', async () => {
      const traces = isPostgres
        ? await onPostgres((await createDatabase()).knex)
        : await onSqliteFile();
      expect(traces.leaks).toEqual([]);
      // All of them had something to tell.
      for (const where of [
        'API',
        'stream',
        'spans',
        'logger',
        'auditor',
        'webhook',
        'database',
      ]) {
        expect([where, traces.sizeOf(where) > 100]).toEqual([where, true]);
      }
    });
  },
);
