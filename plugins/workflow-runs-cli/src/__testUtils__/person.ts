import { PassThrough } from 'node:stream';
import { Terminal as Emulator } from '@xterm/headless';

/** Somebody at a terminal, for what runs within this process. */
export interface Person {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  press(key: string): void;
  /** Waits until they see what they should; says what they saw where they do not. */
  until(fits: (screen: string) => boolean): Promise<string>;
}

/** Sits somebody down at a terminal. */
export function aPerson(columns = 100, rows = 24): Person {
  const emulator = new Emulator({
    cols: columns,
    rows,
    convertEol: true,
    allowProposedApi: true,
  });
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  stdout.on('data', text => emulator.write(text));
  const screen = () => {
    const { active } = emulator.buffer;
    const lines = Array.from({ length: rows }, (_, row) =>
      active.getLine(active.viewportY + row)?.translateToString(true),
    );
    return lines
      .map(line => line?.trimEnd() ?? '')
      .join('\n')
      .trimEnd();
  };
  return {
    stdin: Object.assign(stdin, {
      isTTY: true,
      setRawMode: () => stdin,
    }) as unknown as NodeJS.ReadStream,
    stdout: Object.assign(stdout, {
      isTTY: true,
      columns,
      rows,
      // Whatever is piped to a terminal, it stays open.
      end: () => stdout,
    }) as unknown as NodeJS.WriteStream,
    press: key => stdin.write(key),
    until: async fits => {
      for (const deadline = Date.now() + 20_000; ; ) {
        const seen = screen();
        if (fits(seen)) return seen;
        if (Date.now() > deadline) throw new Error(`It shows:\n${seen}`);
        await new Promise(resolve => {
          setTimeout(resolve, 25);
        });
      }
    },
  };
}
