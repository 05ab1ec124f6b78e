import { surroundingsFor } from '../__testUtils__/terminal';
import { Output } from './Output';
import { saveTo } from './saveTo';

it('what may not be saved is not left to come', async () => {
  const cancel = jest.fn();
  const content = new Response(new ReadableStream({ cancel }));
  const output = new Output({ mode: 'text', ...surroundingsFor({ env: {} }) });
  const { signal } = new AbortController();

  await expect(
    saveTo(__filename, content, { output, signal }),
  ).rejects.toMatchObject({ exitCode: 2 });
  // A stream is torn down in a turn of its own.
  await new Promise(resolve => {
    setImmediate(resolve);
  });
  expect(cancel).toHaveBeenCalledTimes(1);
});
