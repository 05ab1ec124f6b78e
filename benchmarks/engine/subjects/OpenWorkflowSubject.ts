import type { Worker } from 'openworkflow';
import type { BackendPostgres } from 'openworkflow/postgres';
import { Load, Subject } from './Subject';

/** openworkflow: a worker with as many slots as there are runs in flight. */
export class OpenWorkflowSubject implements Subject {
  stepsDone = 0;
  onStep = () => {};
  readonly #ended = new Map<string, () => void>();
  #launch!: () => Promise<string>;
  #worker!: Worker;

  private constructor(private readonly backend: BackendPostgres) {}

  static async create(url: string, load: Load): Promise<OpenWorkflowSubject> {
    // It is an ES module, and this is none.
    const { OpenWorkflow } = await import('openworkflow');
    const { BackendPostgres } = await import('openworkflow/postgres');
    const backend = await BackendPostgres.connect(url);
    const subject = new OpenWorkflowSubject(backend);
    subject.#listen();
    const engine = new OpenWorkflow({ backend });
    const workflow = engine.defineWorkflow(
      { name: 'steps' },
      async ({ step }) => {
        for (let index = 0; index < load.steps; index++) {
          await step.run({ name: `step_${index}` }, () => {
            subject.stepsDone += 1;
            subject.onStep();
          });
        }
      },
    );
    subject.#launch = async () => {
      const handle = await workflow.run();
      return handle.workflowRun.id;
    };
    subject.#worker = engine.newWorker({ concurrency: load.inFlight });
    await subject.#worker.start();
    return subject;
  }

  async run(): Promise<void> {
    const id = await this.#launch();
    if (this.#ended.delete(id)) return;
    await new Promise<void>(resolve => {
      this.#ended.set(id, resolve);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
    await this.backend.stop();
  }

  /** Its handles poll; whoever measures wants to know of the end as soon as it is committed. */
  #listen() {
    const complete = this.backend.completeWorkflowRun.bind(this.backend);
    this.backend.completeWorkflowRun = async params => {
      const run = await complete(params);
      const resolve = this.#ended.get(run.id);
      if (resolve) this.#ended.delete(run.id);
      else this.#ended.set(run.id, () => {});
      resolve?.();
      return run;
    };
  }
}
