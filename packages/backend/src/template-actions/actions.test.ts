import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { createCheckAction } from './check';
import { createWriteAction } from './write';

const logger = mockServices.logger.mock();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'template-actions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the actions of the example template', () => {
  it.each([
    ['licence', true, true],
    ['licence', false, false],
    ['readme', true, false],
  ])(
    'check the %s, which fails on request: %s',
    async (what, fails, throws) => {
      const checked = createCheckAction().handler({
        input: { what, fails },
        logger,
      } as any);
      if (throws)
        await expect(checked).rejects.toThrow('The licence is missing');
      else await expect(checked).resolves.toBeUndefined();
    },
  );

  it('write what was made, again over what was there', async () => {
    const workspacePath = join(folder, 'workspace');
    await mkdir(workspacePath);
    const output = jest.fn();
    const write = async (name: string, text: string) => {
      await writeFile(join(workspacePath, 'README.md'), text);
      await createWriteAction(join(folder, 'services')).handler({
        input: { name },
        workspacePath,
        logger,
        output,
      } as any);
    };
    await mkdir(join(folder, 'services'));
    await write('billing', 'one');
    await write('billing', 'two');
    const written = join(folder, 'services', 'billing');
    expect(await readFile(join(written, 'README.md'), 'utf8')).toBe('two');
    expect(output).toHaveBeenCalledWith('folder', written);
    await expect(write('../outside', 'no')).rejects.toThrow();
  });
});
