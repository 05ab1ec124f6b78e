import { commands } from './commands';

const added: { path: string[]; description: string }[] = [];
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
