import { commands } from '..';
import { complete } from './complete';

const words = (...line: string[]) =>
  complete(commands, line).map(({ word }) => word);

describe('what could stand next', () => {
  it.each([
    [['la'], ['launch']],
    [['web'], ['webhooks']],
    [
      ['webhooks', 'e'],
      ['edit', 'end-old-secrets'],
    ],
    [
      ['list', '--st'],
      ['--status', '--started-by'],
    ],
    [
      ['list', '--status', 'ca'],
      ['canceling', 'canceled'],
    ],
    [
      ['ls', '-s', 'failed,ca'],
      ['failed,canceling', 'failed,canceled'],
    ],
    [
      ['force', 'run_1', 'load', ''],
      ['skip', 'complete', 'fail'],
    ],
    [['cancel', 'run_1', ''], []],
    [['nothing', ''], []],
  ])('behind %p is %p', (line, expected) => {
    expect(words(...line)).toEqual(expect.arrayContaining(expected));
    expect(words(...line)).toHaveLength(expected.length);
  });

  it('at the beginning is every command, with what it does', () => {
    const first = complete(commands, ['']);

    expect(first).toContainEqual({
      word: 'list',
      summary: 'List runs, newest first',
    });
    expect(first.map(({ word }) => word)).toContain('webhooks');
  });
});
