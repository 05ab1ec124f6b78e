import { EventEmitter } from 'node:events';
import { endQuietlyOnBrokenPipe } from './brokenPipe';

it('a pipe that is closed ends the program without a word and not as a success, and nothing else does', () => {
  const stdout = new EventEmitter();
  const exit = jest.fn();
  endQuietlyOnBrokenPipe({ stdout, stderr: new EventEmitter(), exit } as never);
  exit.mockImplementation(() => {
    throw new Error('it has ended');
  });

  expect(() =>
    stdout.emit('error', Object.assign(new Error(), { code: 'EPIPE' })),
  ).toThrow('it has ended');
  expect(exit).toHaveBeenCalledWith(141);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect(() => stdout.emit('error', full)).toThrow(full);
});
