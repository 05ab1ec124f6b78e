import { stripVTControlCharacters } from 'node:util';

// The access log of the backend; requests that fail are worth a line, except for our own probes.
const REQUEST =
  /rootHttpRouter info .*"(?:[A-Z]+) (\S+) HTTP\/[\d.]+" (\d{3}) /;

/** True for lines that say no more than that the servers do what they always do. */
export function isRoutine(line) {
  const [, path, status] = REQUEST.exec(stripVTControlCharacters(line)) ?? [];
  return (
    path !== undefined &&
    (Number(status) < 400 || path.startsWith('/.backstage/health/'))
  );
}
