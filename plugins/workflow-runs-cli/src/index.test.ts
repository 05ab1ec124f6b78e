import { commands } from './commands';

const added: {
  path: string[];
  description: string;
  execute(context: object): Promise<void>;
}[] = [];
jest.mock('@backstage/cli-node', () => ({
  createCliModule: ({ init }: { init(registry: object): Promise<void> }) =>
    init({
      addCommand: (command: (typeof added)[number]) => added.push(command),
    }),
}));

it('the Backstage CLI has every command, below workflow-runs', async () => {
  await jest.requireActual('.').default;

  expect(added.map(({ path }) => path)).toEqual(
    commands.map(({ path }) => ['workflow-runs', ...path]),
  );
  expect(added.every(({ description }) => description)).toBe(true);
});

it('a command that fails within the Backstage CLI has its own exit code there', async () => {
  await jest.requireActual('.').default;
  const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await added[0].execute({
    args: ['--stauts'],
    info: { usage: 'backstage-cli workflow-runs list', name: 'list' },
  });

  expect(exit).toHaveBeenCalledWith(2);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('--status'));
  exit.mockRestore();
  said.mockRestore();
});
