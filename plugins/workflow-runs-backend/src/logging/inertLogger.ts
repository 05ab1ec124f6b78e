import { LoggerService } from '@backstage/backend-plugin-api';

/** What starts a line, moves a cursor, colours a terminal, or turns the direction of reading. */
const ACTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A logger whose messages are one line each, whatever is quoted in them: errors of databases and engines quote
 * what people have written, and that must not look like a line of its own.
 */
export function inertLogger(logger: LoggerService): LoggerService {
  return {
    error: (message, meta) => logger.error(inert(message), meta),
    warn: (message, meta) => logger.warn(inert(message), meta),
    info: (message, meta) => logger.info(inert(message), meta),
    debug: (message, meta) => logger.debug(inert(message), meta),
    child: meta => inertLogger(logger.child(meta)),
  };
}

function inert(message: string): string {
  return message.replace(
    ACTIVE,
    character =>
      `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
