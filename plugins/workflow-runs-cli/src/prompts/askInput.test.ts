import { keys } from '../__testUtils__/PseudoTerminal';
import { aPerson } from '../__testUtils__/person';
import { askInput } from './askInput';
import type { Schema } from './questions';

jest.setTimeout(60_000);

const schema = {
  type: 'object',
  required: ['to', 'token'],
  properties: {
    to: { type: 'string', title: 'To', description: 'Who listens' },
    turns: { type: 'integer', minimum: 1, default: 3 },
    tone: { enum: ['warm', 'cool'] },
    loud: { type: 'boolean' },
    polite: { type: 'boolean', default: true },
    topics: { type: 'array', items: { enum: ['sun', 'rain'] } },
    token: { type: 'string', format: 'password' },
  },
} as unknown as Schema;

function asking(
  person: ReturnType<typeof aPerson>,
  how: Parameters<typeof askInput>[1],
  signal = new AbortController().signal,
) {
  const { stdin: input, stdout: output } = person;
  return askInput(schema, how, { input, output, signal });
}

it('asks for everything where nothing is given, and explains what does not fit', async () => {
  const person = aPerson();
  const answers = asking(person, { given: {}, isGiven: false });
  await person.until(text => text.includes('To: Who listens'));
  person.press(keys.enter);
  await person.until(text => text.includes('It is required'));
  person.press(`you${keys.enter}`);
  await person.until(text => /turns \(optional\) \(3\)/.test(text));
  person.press(`0${keys.enter}`);
  await person.until(text => text.includes('It has to be 1 or more'));
  person.press(`\x7f2${keys.enter}`);
  await person.until(text => text.includes('tone (optional)'));
  person.press(`${keys.down}`);
  person.press(keys.enter);
  await person.until(text => text.includes('loud (optional)'));
  person.press(`${keys.down}${keys.down}`);
  person.press(keys.enter);
  await person.until(text => text.includes('polite (optional)'));
  person.press(keys.enter);
  await person.until(text => text.includes('topics (optional)'));
  person.press(' ');
  person.press(keys.enter);
  await person.until(text => /token/.test(text));
  person.press(`s3cret${keys.enter}`);
  expect(await answers).toEqual({
    to: 'you',
    turns: 2,
    tone: 'cool',
    polite: true,
    topics: ['sun'],
    token: 's3cret',
  });
  expect(await person.until(() => true)).not.toContain('s3cret');
});

it('asks only for what is required and missing where something is given', async () => {
  const person = aPerson();
  const given = { to: 'you' };
  const answers = asking(person, { given, isGiven: true });
  await person.until(text => text.includes('token'));
  person.press(`x${keys.enter}`);
  expect(await answers).toEqual({ to: 'you', token: 'x' });
});

it('launches nothing where it is interrupted', async () => {
  const person = aPerson();
  const interruption = new AbortController();
  const how = { given: {}, isGiven: false };
  const answers = asking(person, how, interruption.signal);
  await person.until(text => text.includes('To'));
  interruption.abort();
  await expect(answers).rejects.toMatchObject({
    message: 'Nothing was launched',
    exitCode: 130,
  });
});
