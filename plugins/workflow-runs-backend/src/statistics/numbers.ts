/** Bits of a number that a byte holds; the eighth says that more follow. */
const BASE = 128;
const MORE = 128;

/** Writes whole numbers in as few bytes as they need (LEB128), up to 2⁵³. */
export class NumberWriter {
  readonly #bytes: number[] = [];

  write(value: number): void {
    let rest = value;
    while (rest >= BASE) {
      this.#bytes.push((rest % BASE) + MORE);
      rest = Math.floor(rest / BASE);
    }
    this.#bytes.push(rest);
  }

  /** Small numbers are short on both sides of 0. */
  writeSigned(value: number): void {
    this.write(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** What is read as a whole, with its length before it. */
  writeBytes(bytes: Buffer): void {
    this.write(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Reads what a `NumberWriter` has written. */
export class NumberReader {
  #place = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#place >= this.bytes.length;
  }

  next(): number {
    let byte = this.bytes[this.#place++];
    if (byte < MORE) return byte;
    let value = byte - MORE;
    for (let factor = BASE; ; factor *= BASE) {
      byte = this.bytes[this.#place++];
      if (byte < MORE) return value + byte * factor;
      value += (byte - MORE) * factor;
    }
  }

  nextSigned(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  nextBytes(): Buffer {
    const length = this.next();
    this.#place += length;
    return this.bytes.subarray(this.#place - length, this.#place);
  }
}
