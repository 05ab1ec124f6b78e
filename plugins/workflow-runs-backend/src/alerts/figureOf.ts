import {
  AlertKind,
  AlertRuleContent,
} from 'backstage-plugin-workflow-runs-common';
import { RunTally } from '../statistics/Tally';
import { toFigures } from '../statistics/toFigures';
import { Reading } from './machine';

/** Kinds that are about the runs of a window. */
export type WindowKind = Extract<
  AlertKind,
  'failure_rate' | 'p95_duration' | 'retry_rate'
>;

/** What a rule asks of a reading. */
export type AlertBound = Pick<AlertRuleContent, 'threshold' | 'minRuns'>;

/** What the runs of a window come to, and by how many of them it is told. */
export function figureOf(
  kind: WindowKind,
  tally: RunTally,
): Pick<Reading, 'value' | 'runs'> {
  const figures = toFigures(tally);
  switch (kind) {
    case 'failure_rate':
      return {
        value: figures.failureRate === null ? null : 100 * figures.failureRate,
        runs: figures.completed + figures.failed,
      };
    case 'p95_duration':
      return {
        value: figures.duration?.p95Ms ?? null,
        runs: figures.duration?.n ?? 0,
      };
    default:
      return { value: figures.retriesPer100, runs: figures.runs };
  }
}

/** Of few runs nothing is told, however they went. */
export function judgeWindow(
  kind: WindowKind,
  tally: RunTally,
  { threshold, minRuns }: AlertBound,
): Omit<Reading, 'capped'> {
  const { value, runs } = figureOf(kind, tally);
  if (value === null || runs < minRuns) {
    return { verdict: 'too_few', value, runs };
  }
  return { ...judgeSpan(value, threshold), runs };
}

/** A value that there is always enough to tell by. */
export function judgeSpan(
  value: number,
  threshold: number,
): Pick<Reading, 'verdict' | 'value'> {
  return { verdict: value > threshold ? 'breached' : 'well', value };
}
