import {
  Json,
  LogLevel,
  StepProgress,
} from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';
import { Redactor } from '../privacy/Redactor';
import { SplitSecrets } from '../privacy/SplitSecrets';

/** Characters of one message, and of its fields as JSON. */
const MAX_MESSAGE = 16_000;
/** Characters that are looked at for secrets; what is longer is cut before and after. */
const MAX_SCANNED = 2 * MAX_MESSAGE;
const MAX_PROGRESS_MESSAGE = 500;

/** Which attempt speaks. */
export interface Speaker {
  runId: string;
  step: string;
  item: number;
  attempt: number;
}

/** A line as a handler has logged it, but for what is too long. */
export interface LogLine extends Speaker {
  at: number;
  /** When it was said, by a clock that nobody sets. */
  saidAt: number;
  wasHeld?: true;
  level: LogLevel;
  message: string;
  /** JSON; its beginning where it is too long. */
  fields: Record<string, Json> | null;
}

/** How far an attempt says that it is. */
export interface SaidProgress extends Speaker {
  progress: StepProgress;
}

/** Names an attempt. */
export function nameOf({ runId, step, item, attempt }: Speaker): string {
  return `${runId}/${step}/${item}/${attempt}`;
}

/** Handlers may log anything: what is no text is made one, and nothing is thrown at them. */
export function asText(message: unknown): string {
  let text: string;
  try {
    text = String(message);
  } catch {
    text = Object.prototype.toString.call(message);
  }
  return text.slice(0, MAX_SCANNED);
}

/** Fields as they are now: whoever logged them may go on to change them. */
export function asFields(fields: unknown): Record<string, Json> {
  try {
    const content = JSON.stringify(fields) ?? 'null';
    return content.length > MAX_MESSAGE
      ? { truncated: asText(content) }
      : JSON.parse(content);
  } catch (error) {
    return { unwritable: asText((error as Error).message).slice(0, 200) };
  }
}

/** Lines of a run without secrets that are split over them. */
export function joinSplit(
  lines: readonly LogLine[],
  splitsOf: (speaker: Speaker) => SplitSecrets,
  redactor: Redactor,
): LogLine[] {
  const ofAttempts = new Map<string, LogLine[]>();
  for (const line of lines) {
    const name = nameOf(line);
    const own = ofAttempts.get(name);
    if (own) own.push(line);
    else ofAttempts.set(name, [line]);
  }
  const clean = new Map<LogLine, string>();
  for (const own of ofAttempts.values()) {
    const messages = splitsOf(own[0]).next(
      own.map(({ message }) => message),
      redactor,
    );
    own.forEach((line, index) => clean.set(line, messages[index]));
  }
  return lines.map(line => ({ ...line, message: clean.get(line)! }));
}

/** A line as it may be stored. */
export function shownLine(line: LogLine, redactor: Redactor): LogLine {
  const { fields } = line;
  return {
    ...line,
    message: redactor.text(line.message).slice(0, MAX_MESSAGE),
    fields: fields && shownFields(fields, redactor),
  };
}

/** How far an attempt is, as it may be stored. */
export function shownProgress(
  said: SaidProgress,
  redactor: Redactor,
): SaidProgress {
  const { message } = said.progress;
  if (message === null) return said;
  const clean = redactor.text(message).slice(0, MAX_PROGRESS_MESSAGE);
  return { ...said, progress: { ...said.progress, message: clean } };
}

/** The row of a line. */
export function toRow(line: LogLine, sequence: number): Row {
  return {
    run_id: line.runId,
    sequence,
    at: line.at,
    level: line.level,
    step_key: line.step,
    item_index: line.item,
    attempt: line.attempt,
    message: line.message,
    fields: line.fields ? JSON.stringify(line.fields) : null,
  };
}

function shownFields(
  fields: Record<string, Json>,
  redactor: Redactor,
): Record<string, Json> {
  const clean = redactor.json(fields);
  // Where a rule is about fields as a whole, a mark stands in their place.
  if (typeof clean !== 'object' || clean === null) return { redacted: clean };
  const { truncated } = clean as Record<string, Json>;
  return typeof truncated === 'string'
    ? { ...(clean as object), truncated: truncated.slice(0, MAX_MESSAGE) }
    : (clean as Record<string, Json>);
}
