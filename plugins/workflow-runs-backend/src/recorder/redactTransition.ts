import {
  Json,
  RunFact,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { cleanText, Redactor } from '../privacy/Redactor';
import { cutValues } from './cutValues';
import { Claim, PayloadRecord, Transition } from './Transition';

/** Parts of a fact that people wrote, or that came from outside: what a secret may hide in. */
const FREE_TEXT = [
  'reason',
  'message',
  'name',
  'contentType',
  'triggeredBy',
  'note',
] as const;

/** Parts of a fact in which some texts are free; policies are about values, and not about these. */
const STRUCTURES = [
  'results',
  'validation',
  'resolution',
  'annotation',
] as const;

/** What the columns hold; what stands for a secret may be longer than the secret. */
const MAX_CODE = 200;
const MAX_MESSAGE = 4_000;
const MAX_STACK = 16_000;
const MAX_NAME = 256;
const MAX_TYPE = 128;
const MAX_TAG = 128;

type Shown = Readonly<Record<string, Json>>;

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
      value: redactPayload(payload, redactor),
    })),
    reports: transition.reports?.map(reported => ({
      ...reported,
      report: redactor.json(reported.report),
    })),
    artifacts: transition.artifacts?.map(artifact => ({
      ...artifact,
      name: shortened(redactor.text(artifact.name), MAX_NAME),
      contentType: shortened(redactor.text(artifact.contentType), MAX_TYPE),
      ...(artifact.url && { url: redactor.text(artifact.url) }),
    })),
    claims: transition.claims?.map(claim => ({
      ...claim,
      row: redactRow(claim.row, redactor),
    })),
    actions: transition.actions?.map(action => ({
      ...action,
      message: action.message === null ? null : redactor.text(action.message),
      ...(action.result !== undefined && {
        result: redactPayload(
          { direction: 'output', step: null, value: action.result },
          redactor,
        ),
      }),
    })),
  };
}

/**
 * Paths are about what one step was given or has put out. The output of a run holds those of its last steps, each
 * under its key, and that of a fan-out holds those of its items: each is a root for itself, wherever it stands.
 */
export function redactPayload(
  {
    direction,
    step,
    value,
  }: Pick<PayloadRecord, 'direction' | 'step' | 'value'>,
  redactor: Redactor,
): Json {
  if (direction === 'input' || value === null || typeof value !== 'object') {
    return redactor.json(value);
  }
  if (Array.isArray(value)) {
    return redactor.json(value.map(item => redactor.json(item)));
  }
  if (step !== null) return redactor.json(value);
  return redactor.json(
    Object.fromEntries(
      Object.entries(value).map(([key, output]) => [
        key,
        redactPayload({ direction, step: key, value: output }, redactor),
      ]),
    ),
  );
}

function redactFact(fact: RunFact, redactor: Redactor): RunFact {
  const clean: Record<string, any> = { ...fact };
  for (const field of FREE_TEXT) {
    if (clean[field]) clean[field] = redactor.text(clean[field]);
  }
  for (const field of STRUCTURES) {
    if (clean[field]) clean[field] = redactor.words(clean[field]);
  }
  if (clean.error) clean.error = redactError(clean.error, redactor);
  if (clean.waitingFor?.results) {
    const results = redactor.words(clean.waitingFor.results);
    clean.waitingFor = { ...clean.waitingFor, results };
  }
  if (clean.show) clean.show = cutValues(redactor.json(clean.show) as Shown);
  if (clean.tags) {
    clean.tags = {
      added: redactTags(clean.tags.added, redactor),
      removed: redactTags(clean.tags.removed, redactor),
    };
  }
  return clean as RunFact;
}

/** A mark may be longer than what it stands for. */
function redactError(error: StepError, redactor: Redactor): StepError {
  const { code, message, stack } = error;
  return {
    ...error,
    code: code === null ? null : shortened(redactor.text(code), MAX_CODE),
    message: shortened(redactor.text(message), MAX_MESSAGE),
    ...(stack === undefined
      ? {}
      : { stack: shortened(redactor.text(stack), MAX_STACK) }),
  };
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
    clean[column] = JSON.stringify(redactor.words(JSON.parse(text)));
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
