import { type Colours, coloursFor, colourOfStatus } from './colours';
import type { Column } from './columns';
import { tableForPipes, tableForTerminal } from './table';
import { toJson } from './toJson';
import { withColoursAlone, withoutControls } from './withoutControls';

/** For people, for programs, or for programs that want ids alone. */
export type OutputMode = 'text' | 'json' | 'quiet';

/** How an answer is told. */
export interface Told<Answer> {
  /** What `--quiet` prints, a line each; nothing where it is left out. */
  ids?(answer: Answer): readonly string[];
  /** What people read. */
  text(answer: Answer): void | Promise<void>;
}

/** A label, and what it stands for; what is null or undefined is left out. */
export type Detail = readonly [
  label: string,
  value: string | number | null | undefined,
  colour?: (text: string) => string,
];

const same = (text: string) => text;

/** Where a terminal does not say how wide it is. */
const USUAL_WIDTH = 80;

/** What a command prints. Results go to `stdout`; what is said about them goes to `stderr`. */
export class Output {
  readonly mode: OutputMode;
  readonly colours: Colours;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;

  constructor(options: {
    mode: OutputMode;
    stdout: NodeJS.WriteStream;
    stderr: NodeJS.WriteStream;
    env: NodeJS.ProcessEnv;
  }) {
    this.mode = options.mode;
    this.#stdout = options.stdout;
    this.#stderr = options.stderr;
    this.colours = coloursFor(options.stdout, options.env);
  }

  /** Whether people read it as it comes. */
  get isTerminal(): boolean {
    return Boolean(this.#stdout.isTTY);
  }

  /** Where people read: what is told as so long ago is told from here. */
  get now(): number | undefined {
    return this.isTerminal ? Date.now() : undefined;
  }

  /** In cells. */
  get width(): number {
    return this.#stdout.columns || USUAL_WIDTH;
  }

  /** Tells an answer of the API in the way that was asked for. */
  async answer<Answer>(answer: Answer, told: Told<Answer>): Promise<void> {
    if (this.mode === 'json') this.json(answer);
    else if (this.mode === 'text') await told.text(answer);
    else for (const id of told.ids?.(answer) ?? []) this.line(id);
  }

  /** As the API has it; people and programs read the same. */
  json(value: unknown): void {
    this.#stdout.write(`${toJson(value, 2)}\n`);
  }

  /** One of many values, in a line of its own. */
  jsonLine(value: unknown): void {
    this.#stdout.write(`${toJson(value)}\n`);
  }

  /** What a server says, as it is: nothing in it that a terminal would obey. */
  text(said: string): void {
    const shown = this.isTerminal ? withoutControls(said) : said;
    this.#stdout.write(`${shown}\n`);
  }

  /** A line that the command has made, of whatever a server says. */
  line(text: string = ''): void {
    this.#stdout.write(`${withColoursAlone(text)}\n`);
  }

  /** What a file holds: nothing is taken out. */
  raw(content: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stdout.write(content, error => (error ? reject(error) : resolve()));
    });
  }

  /** Rows under titles; where there are none, a sentence about that. */
  table<Row>(
    rows: readonly Row[],
    columns: readonly Column<Row>[],
    options: { empty: string },
  ): void {
    if (rows.length === 0) return this.note(options.empty);
    return this.line(
      this.isTerminal
        ? tableForTerminal(rows, columns, {
            width: this.width,
            dim: this.colours.dim,
          })
        : tableForPipes(rows, columns),
    );
  }

  /** Labels with what they stand for, under each other. */
  details(details: readonly Detail[]): void {
    const shown = details.filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    );
    const width = Math.max(0, ...shown.map(([label]) => label.length));
    for (const [label, value, colour = same] of shown) {
      const text = withoutControls(String(value)).replace(
        /\n/g,
        `\n${' '.repeat(width + 2)}`,
      );
      this.line(`${this.colours.dim(label.padEnd(width))}  ${colour(text)}`);
    }
  }

  /** A status in its colour. */
  status(status: string): string {
    return colourOfStatus(this.colours, status)(withoutControls(status));
  }

  /** Something that is no result, for people: what is missing, what goes on. */
  note(text: string): void {
    if (this.mode === 'text') this.warn(text);
  }

  /** Something that people have to know, whatever is printed. */
  warn(text: string): void {
    this.#stderr.write(`${withColoursAlone(text)}\n`);
  }
}
