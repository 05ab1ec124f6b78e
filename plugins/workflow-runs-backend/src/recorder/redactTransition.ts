import { Json, RunFact } from 'backstage-plugin-workflow-runs-common';
import { cleanText, Redactor } from '../privacy/Redactor';
import { cutValues } from './cutValues';
import { Claim, Transition } from './Transition';

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
  'annotation',
] as const;

/** What the columns hold; what stands for a secret may be longer than the secret. */
const MAX_CODE = 200;
const MAX_NAME = 256;
const MAX_TYPE = 128;
const MAX_TAG = 128;

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
            tags: redactTags(transition.create.tags, redactor),
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
      row: redactRow(claim.row, redactor),
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
  if (clean.tags) {
    clean.tags = {
      added: redactTags(clean.tags.added, redactor),
      removed: redactTags(clean.tags.removed, redactor),
    };
  }
  return clean as RunFact;
}

function redactTags(tags: readonly string[], redactor: Redactor): string[] {
  return tags.map(tag => shortened(redactor.text(tag), MAX_TAG));
}

/** What an action, or the audit trail, says in words and in JSON. */
function redactRow(row: Claim['row'], redactor: Redactor): Claim['row'] {
  const clean = { ...row };
  for (const column of ['details', 'before', 'after']) {
    const text = row[column];
    if (typeof text !== 'string') continue;
    clean[column] = JSON.stringify(redactor.json(JSON.parse(text)));
  }
  const { reason, user_agent: agent } = row;
  if (typeof reason === 'string') clean.reason = redactor.text(reason);
  if (typeof agent === 'string')
    clean.user_agent = shortened(redactor.text(agent), MAX_CODE);
  return clean;
}

/** Cut between characters, and not in the middle of one. */
function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : cleanText(text.slice(0, limit));
}
