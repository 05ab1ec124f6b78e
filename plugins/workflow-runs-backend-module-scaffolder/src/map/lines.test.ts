import { eventsOf, says, step } from '../__fixtures__/tasks';
import { toLine } from './lines';

describe('a line of the log', () => {
  it.each([
    [says('a', '\u001b[32minfo\u001b[39m: Copied'), 'info', 'Copied'],
    [says('a', '\u001b[33mwarn\u001b[39m: Old'), 'warn', 'Old'],
    [says('a', '\u001b[31merror\u001b[39m: No'), 'error', 'No'],
    [says('a', 'silly: really'), 'debug', 'really'],
    [says('a', 'note: it is fine'), 'info', 'note: it is fine'],
    [says('a', 'constructor: it is fine'), 'info', 'constructor: it is fine'],
    [step('a', 'failed', 'Error: no'), 'error', 'Error: no'],
  ] as const)('%j is of the level %s', (told, level, message) => {
    const [event] = eventsOf([told[0], told[1]]);
    expect(toLine(event)).toEqual({ level, message });
  });

  it('is cut where it is huge', () => {
    const [event] = eventsOf(says('a', 'x'.repeat(1_000_000)));
    expect(toLine(event).message).toHaveLength(20_000);
  });
});
