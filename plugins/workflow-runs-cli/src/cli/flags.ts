/** `errorCode` as the command line has it: `error-code`. */
export function toFlag(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
