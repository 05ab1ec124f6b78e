import { ServiceUnavailableError } from '@backstage/errors';
import {
  CommandRefused,
  EngineAway,
} from 'backstage-plugin-workflow-runs-node';

/** Whether an engine does not answer. By its name, too: a module may come with a copy of the package of its own. */
export function isEngineAway(error: unknown): error is EngineAway {
  return error instanceof EngineAway || nameOf(error) === 'EngineAway';
}

/** Whether an engine will not do what it was asked for. */
export function isCommandRefused(error: unknown): error is CommandRefused {
  return error instanceof CommandRefused || nameOf(error) === 'CommandRefused';
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

/** What somebody who waits is told of an engine that does not answer, or fails. */
export function unavailable(error: unknown): ServiceUnavailableError {
  if (isEngineAway(error)) return new ServiceUnavailableError(error.message);
  const why = error instanceof Error ? error.message : String(error);
  return new ServiceUnavailableError(`The engine has failed: ${why}`);
}
