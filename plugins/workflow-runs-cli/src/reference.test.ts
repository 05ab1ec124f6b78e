import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sections } from './commands';
import { exitCodes } from './exitCodes';
import { referenceOf } from './__testUtils__/reference';

const page = readFileSync(
  join(__dirname, '../../../docs/reference/cli.md'),
  'utf8',
);
/** As the formatter leaves them, cells are as wide as their column. */
const withoutPadding = (text: string) =>
  text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

describe('the reference of the command line', () => {
  it('has every command as it is', () => {
    const missing = withoutPadding(referenceOf(sections))
      .split('\n')
      .filter(line => !withoutPadding(page).includes(line));

    expect(missing).toEqual([]);
  });

  it('has no command that is not there', () => {
    const calls = (text: string) =>
      text.split('\n').filter(line => line.startsWith('| `')).length;
    const [, listed] = page.split('## Commands');

    expect(calls(listed)).toBe(calls(referenceOf(sections)));
  });

  it.each(Object.values(exitCodes))('explains the exit code %i', code => {
    expect(withoutPadding(page)).toContain(`\n| ${code} | `);
  });
});
