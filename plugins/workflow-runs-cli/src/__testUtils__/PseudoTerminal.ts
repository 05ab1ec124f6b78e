import { spawn, type IPty } from '@lydell/node-pty';
import { Terminal as Emulator } from '@xterm/headless';

/** A character on the screen, and how it looks. */
export interface Cell {
  text: string;
  /** Number of the colour among the sixteen; undefined where it is that of plain text. */
  colour: number | undefined;
  isBold: boolean;
}

/** Keys that have no character. */
export const keys = {
  up: '\x1b[A',
  down: '\x1b[B',
  enter: '\r',
  escape: '\x1b',
  ctrlC: '\x03',
} as const;

/** A program in a terminal of its own, and what a person sees there. */
export class PseudoTerminal {
  private readonly emulator: Emulator;
  private readonly process: IPty;
  /** All that was written to the terminal. */
  written = '';
  /** Of the program, once it has ended. */
  readonly exitCode: Promise<number>;

  constructor(options: {
    command: string;
    args: readonly string[];
    env?: NodeJS.ProcessEnv;
    columns?: number;
    rows?: number;
  }) {
    const { columns = 80, rows = 24, env = process.env } = options;
    this.emulator = new Emulator({
      cols: columns,
      rows,
      allowProposedApi: true,
    });
    this.process = spawn(options.command, [...options.args], {
      cols: columns,
      rows,
      name: 'xterm-256color',
      env: { ...env, TERM: 'xterm-256color' },
    });
    this.process.onData(text => {
      this.written += text;
      this.emulator.write(text);
    });
    this.exitCode = new Promise(resolve => {
      this.process.onExit(({ exitCode }) => resolve(exitCode));
    });
  }

  get pid(): number {
    return this.process.pid;
  }

  press(key: string): void {
    this.process.write(key);
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    this.process.resize(columns, rows);
  }

  kill(signal?: string): void {
    this.process.kill(signal);
  }

  /** The lines that are seen, without blanks at their ends. */
  lines(): string[] {
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_, row) =>
      (
        active.getLine(active.viewportY + row)?.translateToString(true) ?? ''
      ).trimEnd(),
    );
  }

  screen(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** Whether a program has the screen for itself. */
  get isAlternate(): boolean {
    return this.emulator.buffer.active.type === 'alternate';
  }

  /** Every character that is seen. */
  cells(): Cell[][] {
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_, row) => {
      const line = active.getLine(active.viewportY + row);
      return Array.from({ length: this.emulator.cols }, (__, column) => {
        const cell = line?.getCell(column);
        return {
          text: cell?.getChars() || ' ',
          colour: cell && !cell.isFgDefault() ? cell.getFgColor() : undefined,
          isBold: Boolean(cell?.isBold()),
        };
      });
    });
  }

  /** Waits until the screen is as it should be; says what was seen where it does not become so. */
  async until(
    fits: (screen: string) => boolean,
    withinMs = 20_000,
  ): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const screen = this.screen();
      if (fits(screen)) return screen;
      if (Date.now() > deadline) throw new Error(`It shows:\n${screen}`);
      await new Promise(resolve => {
        setTimeout(resolve, 25);
      });
    }
  }
}
