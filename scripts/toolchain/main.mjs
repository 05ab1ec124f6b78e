import { reportProblem } from './problem.mjs';
import { bootstrap, prepareYarn } from './bootstrap.mjs';
import { superviseToExit } from '../processes/supervise.mjs';

const OWN_COMMANDS = {
  start: () => import('../start.mjs'),
  demo: () => import('../demo.mjs'),
  test: () => import('../test.mjs'),
};

/** Prepares the toolchain, then runs what the command line asks for. */
export async function main(argv) {
  try {
    const interactive = argv[0] === '--tty';
    const [command, ...args] = interactive ? argv.slice(1) : argv;
    // Whoever calls Yarn may be about to change what there is to install.
    if (command === 'yarn') await prepareYarn();
    else await bootstrap();
    if (!command) return;
    const own = OWN_COMMANDS[command];
    if (own) {
      const { main: run } = await own();
      await run(args);
      return;
    }
    await superviseToExit(command, args, { interactive });
  } catch (error) {
    reportProblem(error);
    process.exit(1);
  }
}
