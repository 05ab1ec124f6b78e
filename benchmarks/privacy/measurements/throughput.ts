import { performance } from 'node:perf_hooks';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { testPrivacy } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { givenDocuments, givenLines } from './givenTexts';

/** As many as a company may have that is careful. */
const RULES = Array.from({ length: 20 }, (_, index) => {
  const treatment = index % 2 === 0 ? 'redact' : 'hash';
  return index < 10
    ? ({ path: `$.customer.field${index}`, treatment } as const)
    : ({ key: `*secret_field_${index}`, treatment } as const);
});
const SCOPE = { tenantId: 'default', workflow: 'embedded/orders' };

/** How many MB of JSON and of log lines are looked at in a second, beside writing and reading JSON. */
export function measureThroughput(measureMs: number) {
  const documents = givenDocuments();
  const lines = givenLines();
  const plain = testPrivacy().redactor(SCOPE);
  const ruled = testPrivacy({ policies: [{ rules: RULES }] }).redactor(SCOPE);
  const bytesOfJson = bytesOf(documents.map(each => JSON.stringify(each)));
  const bytesOfLines = bytesOf(lines);
  const rate = (bytes: number, work: () => void) =>
    rateOf(bytes, work, measureMs);
  return {
    ours: [
      {
        name: 'JSON, detectors as they are by default',
        rate: rate(bytesOfJson, () =>
          documents.forEach(each => plain.json(each)),
        ),
      },
      {
        name: 'JSON, and 20 rules',
        rate: rate(bytesOfJson, () =>
          documents.forEach(each => ruled.json(each)),
        ),
      },
      {
        name: 'log lines, detectors as they are by default',
        rate: rate(bytesOfLines, () => lines.forEach(each => plain.text(each))),
      },
    ],
    peers: [
      {
        name: 'JSON.stringify and JSON.parse',
        rate: rate(bytesOfJson, () => documents.forEach(each => copy(each))),
      },
    ],
  };
}

function copy(value: Json): Json {
  return JSON.parse(JSON.stringify(value));
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** In MB per second of processor time, so that whatever else the machine does counts less. */
function rateOf(bytes: number, work: () => void, measureMs: number): number {
  work();
  work();
  const start = performance.now();
  const before = process.cpuUsage();
  let rounds = 0;
  while (performance.now() - start < measureMs) {
    work();
    rounds += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (bytes * rounds) / (user + system);
}
