import { Json, StepProgress } from 'backstage-plugin-workflow-runs-common';

/**
 * How far an activity is, by the details of its heartbeat. Temporal lets them be anything; these are the shapes that
 * are common: a share, a percentage, `done` of `total`, and a message.
 */
export function progressOf(details: readonly Json[]): StepProgress | undefined {
  const [first, second] = details;
  if (typeof first === 'number' && typeof second === 'number') {
    return said(shareOf(first, second));
  }
  if (typeof first === 'number') return said(fractionOf(first));
  if (typeof first === 'string') return textProgress(first);
  if (typeof first !== 'object' || first === null || Array.isArray(first)) {
    return undefined;
  }
  const { done, total, progress, percent, percentage, fraction } = first;
  const message = [first.message, first.status, first.stage].find(
    each => typeof each === 'string' && each !== '',
  );
  return said(
    shareOf(
      done ?? first.current ?? first.completed ?? first.processed,
      total,
    ) ??
      percentOf(percent ?? percentage) ??
      fractionOf(fraction ?? progress),
    message as string | undefined,
  );
}

function said(
  fraction: number | undefined,
  message?: string,
): StepProgress | undefined {
  if (fraction === undefined && message === undefined) return undefined;
  return {
    fraction: fraction ?? null,
    message: message?.slice(0, 500) ?? null,
  };
}

function textProgress(text: string): StepProgress | undefined {
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
  return percent
    ? said(percentOf(Number(percent[1])))
    : said(undefined, text || undefined);
}

function shareOf(done: Json | undefined, total: Json | undefined) {
  if (typeof done !== 'number' || typeof total !== 'number') return undefined;
  return total > 0 && done >= 0 && done <= total ? done / total : undefined;
}

function percentOf(value: Json | undefined) {
  return typeof value === 'number' ? shareOf(value, 100) : undefined;
}

/** Up to 1 it is a share, above it a percentage; above 100 it counts something of which the end is not known. */
function fractionOf(value: Json | undefined) {
  if (typeof value !== 'number') return undefined;
  return value <= 1 ? shareOf(value, 1) : percentOf(value);
}
