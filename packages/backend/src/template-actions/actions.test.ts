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
  const check = (what: string, fails: boolean) =>
    createCheckAction().handler({ input: { what, fails }, logger } as any);

  it('check what is there', async () => {
    await expect(check('licence', false)).resolves.toBeUndefined();
    await expect(check('readme', true)).resolves.toBeUndefined();
  });

  it('fail on request at the licence', async () => {
    await expect(check('licence', true)).rejects.toThrow('licence is missing');
  });

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
