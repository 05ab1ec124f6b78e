import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ingestEventSchemas } from 'backstage-plugin-workflow-runs-common';
import { openApiDocument } from '../api/openapi';
import { CDEVENT } from './cdEvents';
import { cdEventFixtures } from './__testUtils__/cdEventFixtures';
import { toSnapshot } from './toSnapshot';

const DOCS = join(__dirname, '../../../../docs/how-to');

/** The schemas as whoever reads the document finds them, and a validator that has nothing to do with ours. */
const document = openApiDocument() as any;
const ajv = addFormats(
  new Ajv2020({ strict: false, allErrors: true }),
).addSchema({ $id: 'api', ...document });
const schemaOf = (name: string) =>
  ajv.getSchema(`api#/components/schemas/${name.replaceAll('/', '~1')}`)!;
const problemsOf = (name: string, value: unknown) => {
  const fits = schemaOf(name);
  return fits(value) ? [] : fits.errors;
};
const nameOf = (type: string) =>
  CDEVENT.test(type) ? type.split('.').slice(0, 3).join('.') : type;

/** Events in the code blocks of a page. */
function examplesIn(page: string): any[] {
  const text = readFileSync(join(DOCS, page), 'utf8');
  return [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].flatMap(([, code]) => {
    const json = /\{[\s\S]*\}/.exec(code)?.[0] ?? '';
    return json.includes('"specversion"') ? [JSON.parse(json)] : [];
  });
}

it('the document has a schema of each type', () => {
  for (const type of Object.keys(ingestEventSchemas))
    expect([type, typeof schemaOf(type)]).toEqual([type, 'function']);
});

it('examples of the documentation fit the schemas', () => {
  const examples = examplesIn('send-runs-from-your-engine.md');
  expect(examples.length).toBeGreaterThanOrEqual(3);
  for (const event of examples) {
    expect(problemsOf('CloudEvent', event)).toEqual([]);
    expect(problemsOf(event.type, event.data)).toEqual([]);
  }
});

it('each type in the table of the documentation is one, and each is in the table', () => {
  const text = readFileSync(
    join(DOCS, 'send-runs-from-your-engine.md'),
    'utf8',
  );
  const named = [
    ...text.matchAll(/`((?:run|step|attempt|artifact|command)\.\w+)`/g),
  ];
  expect(
    [...new Set(named.map(([, name]) => `io.workflowruns.${name}.v1`))].sort(),
  ).toEqual(Object.keys(ingestEventSchemas).sort());
});

it.each(cdEventFixtures.map(event => [event.type, event] as const))(
  'an event like those that CDEvents shows fits, and is understood: %s',
  (type, event) => {
    expect(problemsOf('CloudEvent', event)).toEqual([]);
    expect(problemsOf(nameOf(type), event.data)).toEqual([]);
    expect(toSnapshot(event)).toHaveProperty('snapshot');
  },
);

it.each([
  ['io.workflowruns.run.started.v1', { run: { id: '' } }],
  ['io.workflowruns.run.started.v1', { run: { id: 'a' }, colour: 'red' }],
  ['io.workflowruns.run.finished.v1', { run: { id: 'a' } }],
  [
    'io.workflowruns.step.progressed.v1',
    { run: { id: 'a' }, step: 'a', fraction: 2 },
  ],
  ['dev.cdevents.taskrun', { subject: { id: 'a', content: {} } }],
])('a validator of others refuses what we refuse: %s %j', (name, data) => {
  expect(problemsOf(name, data)).not.toEqual([]);
});
