import {
  AuditorService,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { Redactor } from './Redactor';

/** An auditor that hears the reasons that people give as they are stored: what it is told is logged. */
export function redactingAuditor(
  auditor: AuditorService,
  redactor: Pick<Redactor, 'text' | 'words'>,
): AuditorService {
  // Names are ours: which token was revealed is told, though it is called one.
  const clean = (meta: JsonObject | undefined) =>
    meta &&
    (Object.fromEntries(
      Object.entries(meta).map(([name, value]) => [
        name,
        typeof value === 'string'
          ? redactor.text(value)
          : redactor.words(value as Json),
      ]),
    ) as JsonObject);
  return {
    async createEvent(options) {
      const event = await auditor.createEvent({
        ...options,
        meta: clean(options.meta),
      });
      return {
        success: said => event.success(said && { meta: clean(said.meta) }),
        fail: said =>
          event.fail({ meta: clean(said.meta), error: cleanError(said.error) }),
      } satisfies AuditorServiceEvent;
    },
  };

  /** A copy: whoever threw it goes on to answer with it. */
  function cleanError(error: Error): Error {
    const copy = new Error(redactor.text(error.message));
    copy.name = error.name;
    copy.stack = error.stack && redactor.text(error.stack);
    return copy;
  }
}
