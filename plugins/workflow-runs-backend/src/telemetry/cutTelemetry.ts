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
    name: redactor.text(span.name.slice(0, MAX_NAME)),
    service: span.service.slice(0, MAX_NAME),
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
    message: redactor.text(line.message.slice(0, MAX_MESSAGE)),
    labels: Object.fromEntries(
      labels.map(([name, value]) => [
        name.slice(0, MAX_NAME),
        redactor.text(value.slice(0, MAX_NAME)),
      ]),
    ),
  };
}
