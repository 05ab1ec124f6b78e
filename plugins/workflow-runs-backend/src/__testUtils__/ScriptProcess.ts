import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import createKnex, { Knex } from 'knex';

/**
 * A Node process of its own that runs a script of the tests, so that it can be killed or stopped at
 * any moment. It gets its options as the first message, and talks back in messages.
 */
export class ScriptProcess<Message = unknown> {
  readonly messages: Message[] = [];
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly #process: ChildProcess;
  #stderr = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', message => this.messages.push(message as Message));
    process.stderr!.on('data', chunk => {
      this.#stderr += chunk;
    });
    this.exited = once(process, 'exit').then(([code, signal]) => ({
      code,
      signal,
    }));
  }

  static start<Message>(
    script: string,
    options: object,
  ): ScriptProcess<Message> {
    const child = fork(script, {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.send(options);
    return new ScriptProcess<Message>(child);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  send(message: object) {
    this.#process.send(message);
  }

  kill(signal: NodeJS.Signals) {
    this.#process.kill(signal);
  }

  /** Waits for a message that has come, or will; fails where the process ends without it. */
  async message(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.messages.find(wanted);
      if (found) return found;
      const ended = await Promise.race([
        once(this.#process, 'message').then(() => undefined),
        this.exited,
      ]);
      if (ended) {
        throw new Error(
          `The process has ended (${JSON.stringify(ended)}): ${this.#stderr}`,
        );
      }
    }
  }
}

/** What another process needs to connect to the same database. */
export interface ConnectionOptions {
  client: string;
  connection: object;
}

/** How to connect to the database of a test; knex hides the password. */
export function connectionOf(knex: Knex): ConnectionOptions {
  const { config, connectionSettings } = knex.client;
  return {
    client: config.client,
    connection: {
      ...connectionSettings,
      password: connectionSettings.password,
    },
  };
}

export function connect(options: ConnectionOptions, pool = 4): Knex {
  const isSqlite = options.client.includes('sqlite');
  return createKnex({
    ...options,
    useNullAsDefault: true,
    pool: isSqlite ? { min: 1, max: 1 } : { min: 0, max: pool },
  });
}
