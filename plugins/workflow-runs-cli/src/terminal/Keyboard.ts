import { emitKeypressEvents } from 'node:readline';

/** A key as it is called: `q`, `up`, `return`, `ctrl+c`. */
export type Key = string;

interface Pressed {
  name?: string;
  sequence?: string;
  ctrl?: boolean;
}

/** @returns undefined for what has no name */
export function keyOf(
  text: string | undefined,
  { name, sequence, ctrl }: Pressed,
): Key | undefined {
  if (ctrl) return name && `ctrl+${name}`;
  // What is typed stays as it is: `G` is not `g`.
  if (text && text.length === 1 && text > ' ' && text !== '\x7f') return text;
  return name ?? sequence;
}

/** The keys that are pressed, one by one, for as long as it is open. */
export class Keyboard {
  constructor(
    private readonly stdin: NodeJS.ReadStream,
    private readonly pressed: (key: Key) => void,
  ) {}

  open(): void {
    emitKeypressEvents(this.stdin);
    this.stdin.setRawMode(true);
    this.stdin.on('keypress', this.onKeypress);
    this.stdin.resume();
    process.on('exit', this.close);
    process.on('uncaughtExceptionMonitor', this.close);
  }

  close = (): void => {
    process.removeListener('exit', this.close);
    process.removeListener('uncaughtExceptionMonitor', this.close);
    this.stdin.removeListener('keypress', this.onKeypress);
    this.stdin.setRawMode(false);
    this.stdin.pause();
  };

  private onKeypress = (text: string | undefined, pressed: Pressed) => {
    const key = keyOf(text, pressed);
    if (key !== undefined) this.pressed(key);
  };
}
