import { ConflictError, InputError } from '@backstage/errors';
import { runActionSchema } from 'backstage-plugin-workflow-runs-common';
import { inPlaceOfTrouble } from '../api/databaseTrouble';
import { ActionRefused } from '../runs/ActionRefused';
import { InvalidInput } from '../runs/InvalidInput';

/** An answer of HTTP tells some of it in fields of its own; who uses an action hears the message alone. */
export function inWords(error: unknown): unknown {
  const told = inPlaceOfTrouble(error);
  if (told instanceof ActionRefused) {
    return new ConflictError(
      `${told.message} (the run is ${told.runStatus}; you may now: ${mayNow(
        told,
      )})`,
    );
  }
  if (told instanceof InvalidInput) {
    const [{ rule }] = told.violations;
    if (told.violations.length === 1)
      return new InputError(`${told.message} (${rule})`);
    return new InputError(
      told.violations
        .map(each => `${each.pointer}: ${each.message} (${each.rule})`)
        .join('; '),
    );
  }
  return told;
}

function mayNow({ allowedActions }: ActionRefused): string {
  const allowed = runActionSchema.options.filter(
    action => allowedActions[action].allowed,
  );
  return allowed.join(', ') || 'nothing';
}
