import { fork } from 'node:child_process';

/** How long a process may take to do what it is asked for, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A process of the benchmark that answers one question after the other, until it is let go of. */
export class Child {
  #process;
  #last = Promise.resolve();

  /** @param {string} file */
  constructor(file) {
    this.#process = fork(file, [], {
      env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  /** @returns {Promise<any>} */
  ask(question) {
    this.#last = this.#last.then(
      () =>
        new Promise((resolve, reject) => {
          const end = settle => value => {
            clearTimeout(timer);
            this.#process.removeAllListeners();
            settle(value);
          };
          const timer = setTimeout(
            () => end(reject)(new Error(`No answer to ${question.ask}`)),
            PATIENCE_MS,
          );
          this.#process.once('message', ({ result, error }) =>
            error ? end(reject)(new Error(error)) : end(resolve)(result),
          );
          this.#process.once('exit', code =>
            end(reject)(new Error(`It has ended with ${code}`)),
          );
          this.#process.send(question);
        }),
    );
    return this.#last;
  }

  async stop() {
    const gone = new Promise(resolve => {
      this.#process.once('exit', resolve);
    });
    this.#process.kill('SIGKILL');
    await gone;
  }
}
