import { ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackendMessage,
  BackendOptions,
  BackendRequest,
} from './backend/messages';

/** Nobody waits longer for the answer of a backend that may stand still. */
const ANSWER_MS = 6_000;
const START_MS = 30_000;

/** The backend has died, or said nothing: what it was asked may have happened or not. */
export class NoAnswer extends Error {}

/** A backend of its own process, to be asked, struck and waited for. */
export class BackendProcess {
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** What it has said where it has ended although nobody has struck or stopped it. */
  ownEnd: string | undefined;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<
    number,
    { resolve(value: any): void; reject(error: Error): void }
  >();
  readonly #ready: Promise<void>;
  #becomeReady!: () => void;
  #nextId = 0;
  #stderr = '';
  #hasExited = false;
  #isReady = false;
  #isToStop = false;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.stderr!.on('data', chunk => {
      this.#stderr = `${this.#stderr}${chunk}`.slice(-4_000);
    });
    process.on('message', message => this.#hear(message as BackendMessage));
    this.#ready = new Promise(resolve => {
      this.#becomeReady = () => {
        this.#isReady = true;
        resolve();
      };
    });
    this.exited = new Promise(resolve => {
      process.once('exit', (code, signal) => {
        this.#hasExited = true;
        if (this.#isReady && !this.#isToStop && code !== null) {
          this.ownEnd = `It has ended with ${code}: ${this.#stderr}`;
        }
        for (const { reject } of this.#waiting.values()) {
          reject(new NoAnswer('The backend has ended'));
        }
        this.#waiting.clear();
        resolve({ code, signal });
      });
    });
  }

  /** Loads the code, so that it can start at once when it is needed. */
  static load(): BackendProcess {
    const child = fork(require.resolve('./backend/main'), {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const backend = new BackendProcess(child);
    backend.#send({});
    return backend;
  }

  /** @throws NoAnswer where it ends before it is ready, as some tripwires want it */
  async start(options: BackendOptions): Promise<void> {
    this.#send(options);
    const outcome = await Promise.race([
      this.#ready.then(() => 'ready'),
      this.exited.then(() => `It has ended: ${this.#stderr}`),
      sleep(START_MS, 'It does not start', { ref: false }),
    ]);
    if (outcome !== 'ready') throw new NoAnswer(outcome);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get isAlive(): boolean {
    return !this.#hasExited;
  }

  /** What it has written on its way down. */
  get stderr(): string {
    return this.#stderr;
  }

  signal(signal: NodeJS.Signals) {
    if (signal === 'SIGTERM') this.#isToStop = true;
    this.#process.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  /** @throws NoAnswer where it says nothing */
  ask<T>(request: BackendRequest): Promise<T> {
    if (this.#hasExited || !this.#process.connected) {
      return Promise.reject(new NoAnswer('The backend has ended'));
    }
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new NoAnswer('The backend says nothing'));
      }, ANSWER_MS);
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V) => {
          clearTimeout(timer);
          then(value);
        };
      this.#waiting.set(id, {
        resolve: settle(resolve),
        reject: settle(reject),
      });
      this.#send({ id, request });
    });
  }

  #send(message: object) {
    // It may have died a moment ago: whoever waits for an answer hears of it.
    this.#process.send(message, () => {});
  }

  #hear(message: BackendMessage) {
    if (message.type === 'ready') {
      this.#becomeReady();
    } else if (message.type === 'answer') {
      this.#waiting.get(message.id)?.resolve(message.value);
      this.#waiting.delete(message.id);
    } else if (message.type === 'refusal') {
      this.#waiting.get(message.id)?.reject(new Error(message.message));
      this.#waiting.delete(message.id);
    }
  }
}
