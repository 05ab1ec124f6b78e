import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MEGABYTE = Buffer.alloc(1024 * 1024, 1);

/** A small disk in memory that can be filled; needs root and Linux. */
export class SmallDisk {
  private constructor(readonly directory: string) {}

  /** @returns undefined where the system does not allow it */
  static mount(directory: string, megabytes: number): SmallDisk | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) {
      return undefined;
    }
    try {
      execFileSync(
        'mount',
        ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory],
        { stdio: 'ignore' },
      );
      return new SmallDisk(directory);
    } catch {
      return undefined;
    }
  }

  /** Writes until nothing more fits. */
  fill() {
    const file = openSync(this.#filler, 'w');
    try {
      for (let size = MEGABYTE.length; size >= 1; ) {
        try {
          writeSync(file, MEGABYTE, 0, size);
        } catch {
          size = Math.floor(size / 16);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free() {
    rmSync(this.#filler, { force: true });
  }

  /** Backends that still use it keep it until they have gone. */
  unmount() {
    execFileSync('umount', ['--lazy', this.directory]);
  }

  get #filler() {
    return join(this.directory, 'filler');
  }
}
