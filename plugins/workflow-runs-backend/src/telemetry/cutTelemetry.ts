import {
  ExternalLogLine,
  TraceSpan,
} from 'backstage-plugin-workflow-runs-common';
import { TextRedactor } from '../privacy/Redactor';

const MAX_NAME = 200;
const MAX_MESSAGE = 16_000;
const MAX_LABELS = 30;

/** A span as it may be shown. */
export function cutSpan(span: TraceSpan, redactor: TextRedactor): TraceSpan {
  return {
    ...span,
    name: cut(span.name, MAX_NAME, redactor),
    service: cut(span.service, MAX_NAME, redactor),
  };
}

/** A line as it may be shown: what others have logged may hold what handlers are kept from logging. */
export function cutLine(
  line: ExternalLogLine,
  redactor: TextRedactor,
): ExternalLogLine {
  const labels = Object.entries(line.labels).slice(0, MAX_LABELS);
  return {
    atNs: line.atNs,
    message: cut(line.message, MAX_MESSAGE, redactor),
    labels: Object.fromEntries(
      labels.map(([name, value]) => [
        cut(name, MAX_NAME, redactor),
        cut(value, MAX_NAME, redactor),
      ]),
    ),
  };
}

/** More is looked at than is shown: half of an address is none that could be found. */
function cut(text: string, limit: number, redactor: TextRedactor): string {
  return redactor.text(text.slice(0, 2 * limit)).slice(0, limit);
}
