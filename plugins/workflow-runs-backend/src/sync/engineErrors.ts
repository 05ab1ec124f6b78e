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
