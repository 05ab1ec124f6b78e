import { DBOS } from '@dbos-inc/dbos-sdk';
import { Load, Subject } from './Subject';

/** DBOS Transact: steps by `DBOS.runStep`, workflows started directly, with its own defaults. */
export class DbosSubject implements Subject {
  stepsDone = 0;
  onStep = () => {};
  readonly #workflow: () => Promise<void>;

  private constructor({ steps }: Load) {
    this.#workflow = DBOS.registerWorkflow(
      async () => {
        for (let index = 0; index < steps; index++) {
          await DBOS.runStep(
            async () => {
              this.stepsDone += 1;
              this.onStep();
            },
            { name: `step_${index}` },
          );
        }
      },
      { name: 'steps' },
    );
  }

  static async create(url: string, load: Load): Promise<DbosSubject> {
    DBOS.setConfig({
      name: 'benchmark',
      systemDatabaseUrl: url,
      logLevel: 'error',
      runAdminServer: false,
    });
    const subject = new DbosSubject(load);
    await DBOS.launch();
    return subject;
  }

  async run(): Promise<void> {
    const handle = await DBOS.startWorkflow(this.#workflow)();
    await handle.getResult();
  }

  async stop(): Promise<void> {
    await DBOS.shutdown();
  }
}
