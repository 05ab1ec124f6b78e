import { Json, RunFact } from 'backstage-plugin-workflow-runs-common';
import { cleanText, Redactor } from '../privacy/Redactor';
import { cutValues } from './cutValues';
import { Transition } from './Transition';

/** Parts of a fact that people wrote, or that came from outside: what a secret may hide in. */
const FREE_TEXT = [
  'error',
  'reason',
  'message',
  'name',
  'contentType',
  'triggeredBy',
  'note',
  'results',
  'validation',
  'waitingFor',
  'show',
  'resolution',
] as const;

/** What the columns hold; what stands for a secret may be longer than the secret. */
const MAX_CODE = 200;
const MAX_NAME = 256;
const MAX_TYPE = 128;

/** A transition as it may be stored; sealed payloads are encrypted already. */
export function redactTransition(
  transition: Transition,
  redactor: Redactor,
): Transition {
  return {
    ...transition,
    facts: transition.facts.map(fact => redactFact(fact, redactor)),
    ...(transition.create
      ? {
          create: {
            ...transition.create,
            tags: transition.create.tags.map(tag => redactor.text(tag)),
            input: null,
          },
        }
      : {}),
    payloads: transition.payloads?.map(payload => ({
      ...payload,
      value: redactor.json(payload.value),
    })),
    reports: transition.reports?.map(reported => ({
      ...reported,
      report: redactor.json(reported.report),
    })),
    artifacts: transition.artifacts?.map(artifact => ({
      ...artifact,
      name: shortened(redactor.text(artifact.name), MAX_NAME),
      contentType: shortened(redactor.text(artifact.contentType), MAX_TYPE),
    })),
    claims: transition.claims?.map(claim => ({
      ...claim,
      row:
        typeof claim.row.reason === 'string'
          ? { ...claim.row, reason: redactor.text(claim.row.reason) }
          : claim.row,
    })),
    actions: transition.actions?.map(action => ({
      ...action,
      message: action.message === null ? null : redactor.text(action.message),
    })),
  };
}

function redactFact(fact: RunFact, redactor: Redactor): RunFact {
  const clean: Record<string, any> = { ...fact };
  for (const field of FREE_TEXT) {
    if (typeof clean[field] === 'string') {
      clean[field] = redactor.text(clean[field]);
    } else if (clean[field]) {
      clean[field] = redactor.json(clean[field] as Json);
    }
  }
  if (clean.error?.code)
    clean.error.code = shortened(clean.error.code, MAX_CODE);
  if (clean.show) clean.show = cutValues(clean.show);
  return clean as RunFact;
}

/** Cut between characters, and not in the middle of one. */
function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : cleanText(text.slice(0, limit));
}
