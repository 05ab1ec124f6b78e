import { LoggerService } from '@backstage/backend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { Redactor } from './Redactor';

/**
 * A logger that takes out of what the backend says of itself what it would take out of a run: errors of
 * handlers and of databases quote what they were about.
 */
export function redactingLogger(
  logger: LoggerService,
  redactor: Pick<Redactor, 'text' | 'words'>,
): LoggerService {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error'): LoggerService['error'] =>
    (message, meta) => {
      // Whatever the types say, errors are given as messages.
      const said = message as unknown;
      const clean = redactor.text(
        said instanceof Error ? describe(said) : String(said),
      );
      if (meta === undefined) logger[level](clean);
      else logger[level](clean, cleanMeta(meta, redactor));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: meta =>
      redactingLogger(
        logger.child(cleanMeta(meta, redactor) as typeof meta),
        redactor,
      ),
  };
}

function describe({ name, message, stack }: Error): string {
  return stack ?? `${name}: ${message}`;
}

function cleanMeta(
  meta: unknown,
  redactor: Pick<Redactor, 'text' | 'words'>,
): Record<string, Json> {
  if (meta instanceof Error) {
    return { error: redactor.text(describe(meta)) };
  }
  try {
    return redactor.words(
      JSON.parse(JSON.stringify(meta, errorsAsText)),
    ) as Record<string, Json>;
  } catch {
    return { unwritable: true };
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? describe(value) : value;
}
