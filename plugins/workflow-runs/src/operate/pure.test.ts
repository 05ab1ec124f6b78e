import {
  aRun,
  apiError,
  aWorkflow,
} from 'backstage-plugin-workflow-runs-react/testing';
import { bodyViolationAt, inputViolations } from './bodyViolation';
import { violationAt } from './fields';
import { parseJson, parseJsonObject } from './parseJson';
import { schemaOf, versionAsked } from './version';

describe('parseJson', () => {
  it.each([
    ['', { ok: true, value: null }],
    [' {"a": 1} ', { ok: true, value: { a: 1 } }],
    ['{a}', { ok: false, message: expect.any(String) }],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });
});

describe('parseJsonObject', () => {
  it.each([
    ['', { ok: true, value: {} }],
    ['{"a": 1}', { ok: true, value: { a: 1 } }],
    ['[1]', { ok: false }],
    ['null', { ok: false }],
    ['{', { ok: false, message: expect.any(String) }],
  ])('%s', (text, expected) => {
    expect(parseJsonObject(text)).toEqual(expected);
  });
});

describe('the version of a new run', () => {
  const run = aRun({ workflowVersion: '1.0.0' });
  const workflow = aWorkflow();

  it.each([
    [{ kind: 'newest' }, undefined, true],
    [{ kind: 'ofRun' }, '1.0.0', false],
    [{ kind: 'other', version: ' 1.2.0 ' }, '1.2.0', true],
    [{ kind: 'other', version: '9' }, '9', false],
    [{ kind: 'other', version: '' }, undefined, true],
  ] as const)('%j', (choice, asked, isKnown) => {
    expect(versionAsked(choice, run)).toBe(asked);
    expect(schemaOf(choice, run, workflow)).toBe(
      isKnown ? workflow.inputSchema : undefined,
    );
  });
});

describe('violations', () => {
  const refusal = (message: string, pointer: string) =>
    apiError(400, {
      message,
      violations: [{ pointer, rule: 'x', message: 'wrong' }],
    });

  it('are told apart: those of the input, and those beside it', () => {
    const ofInput = refusal('input/version: wrong', '/version');
    const ofBody = refusal('body/version: wrong', '/version');
    expect(inputViolations(ofInput)).toHaveLength(1);
    expect(bodyViolationAt(ofInput, '/version')).toBeUndefined();
    expect(inputViolations(ofBody)).toEqual([]);
    expect(bodyViolationAt(ofBody, '/version')).toBe('wrong');
  });

  it('belong to the field that they are within', () => {
    expect(violationAt(refusal('x', '/output/a'), '/output')).toBe('wrong');
    expect(violationAt(refusal('x', '/outputs'), '/output')).toBeUndefined();
  });
});
