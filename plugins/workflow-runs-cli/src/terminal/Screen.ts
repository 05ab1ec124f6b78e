/** The other screen of the terminal, which leaves the first one as it was; no cursor. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[2J';
const LEAVE = '\x1b[?25h\x1b[?1049l';
/** What comes between is shown at once, by terminals that know of it. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const TO_END_OF_LINE = '\x1b[K';

/** What is written to draw a screen over another one: the lines that differ, and nothing else. */
export function difference(
  before: readonly string[],
  after: readonly string[],
): string {
  const rows = Math.max(before.length, after.length);
  let written = '';
  for (let row = 0; row < rows; row++) {
    const line = after[row] ?? '';
    if (line === (before[row] ?? '')) continue;
    // Cleared first: behind a line that is as wide as the terminal, its last character would go.
    written += `\x1b[${row + 1};1H${TO_END_OF_LINE}${line}`;
  }
  return written && `${BEGIN}${written}${END}`;
}

/** The whole of a terminal, for as long as it is open. It is given back however the process ends. */
export class Screen {
  private shown: readonly string[] = [];
  private isOpen = false;

  constructor(
    private readonly stdout: NodeJS.WriteStream,
    private readonly resized: () => void,
  ) {}

  get columns(): number {
    return this.stdout.columns || 80;
  }

  get rows(): number {
    return this.stdout.rows || 24;
  }

  open(): void {
    this.isOpen = true;
    this.stdout.write(ENTER);
    this.stdout.on('resize', this.onResize);
    process.on('exit', this.close);
    // Before its stack is printed, which would be gone with this screen.
    process.on('uncaughtExceptionMonitor', this.close);
  }

  /** Lines that fit. */
  draw(lines: readonly string[]): void {
    if (!this.isOpen) return;
    const written = difference(this.shown, lines);
    this.shown = lines;
    if (written) this.stdout.write(written);
  }

  close = (): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.stdout.removeListener('resize', this.onResize);
    process.removeListener('exit', this.close);
    process.removeListener('uncaughtExceptionMonitor', this.close);
    this.stdout.write(LEAVE);
  };

  /** Nobody knows what a terminal makes of its lines as it gets another width. */
  private onResize = () => {
    this.shown = [];
    this.stdout.write('\x1b[2J');
    this.resized();
  };
}
