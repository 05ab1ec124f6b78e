import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Figures } from 'backstage-plugin-workflow-runs-common';
import {
  Formats,
  Tone,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { formatPercent } from '../layout/formatPercent';
import { Change, changeOf, Trend } from './change';
import {
  FigureId,
  FigureKind,
  FIGURES,
  LEAST,
  retriesOf,
  Unit,
} from './figures';
import { isFew } from './samples';

/** From here on the first digits of a number are what counts. */
const MANY = 100_000;

const tones: Partial<Record<Trend, Tone>> = {
  better: 'completed',
  worse: 'failed',
};

/** How a figure differs from the time before, in words. */
export interface ChangeWords {
  /** `+1.2 pt, better` */
  text: string;
  tone: Tone | undefined;
}

/** How figures are written. */
export function useFigureWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const valueOf = (id: FigureId, figures: Figures): string => {
    const { unit, read }: FigureKind = FIGURES[id];
    return written(read(figures).value, unit, formats);
  };
  const changeBetween = (
    id: FigureId,
    now: Figures,
    before: Figures,
  ): ChangeWords => {
    const { unit, wanted, read }: FigureKind = FIGURES[id];
    const was = read(before);
    const change = changeOf(read(now), was, wanted, LEAST[unit]);
    const told = ['none', 'few', 'same'].includes(change.trend)
      ? ''
      : `${difference(change, was.value!, unit, formats)}, `;
    return {
      text: `${told}${t(`statistics.trend.${change.trend}`)}`,
      tone: tones[change.trend],
    };
  };
  const noteOf = (id: FigureId, figures: Figures): string => {
    const { n } = FIGURES[id].read(figures);
    const number = (value: number) => formats.number(value);
    const having = (count: number) =>
      t('statistics.having', { having: number(count), of: number(n) });
    const { completed, failed, canceled, firstPass, sla, retries } = figures;
    switch (id) {
      case 'runs':
        return t('statistics.notes.runs', {
          failed: number(failed),
          canceled: number(canceled),
        });
      case 'successRate':
        return having(completed);
      case 'failureRate':
        return having(failed);
      case 'firstPass':
        return having(firstPass);
      case 'sla':
        return n === 0 ? t('statistics.notes.noSla') : having(sla.met);
      case 'retries':
        return t('statistics.notes.retries', {
          all: number(retriesOf(retries)),
          unexpected: number(retries.unexpected),
        });
      case 'errors':
        return t('statistics.notes.errors');
      case 'p50':
      case 'p95':
      case 'p99':
        return isFew(n) && figures.duration
          ? t('statistics.notes.few', {
              n: number(n),
              least: formats.duration(figures.duration.minMs),
              most: formats.duration(figures.duration.maxMs),
            })
          : t('statistics.notes.n', { n: number(n) });
      default:
        return t('statistics.notes.n', { n: number(n) });
    }
  };
  return { valueOf, changeBetween, noteOf };
}

/** A number in its unit; a dash where there is none. */
export function written(
  value: number | null,
  unit: Unit,
  formats: Formats,
): string {
  if (value === null) return '–';
  switch (unit) {
    case 'rate':
      return formatPercent(value);
    case 'duration':
      return formats.duration(value);
    case 'points':
      return signed(value, `${inTenths(value * 100, formats)} %`);
    default:
      return formats.number(
        value,
        value >= MANY
          ? { notation: 'compact', maximumFractionDigits: 1 }
          : {
              maximumFractionDigits:
                Number.isInteger(value) || value > 10 ? 0 : 1,
            },
      );
  }
}

/** By how much it is more or less: in points of a percent, in time, or as a part of what it was. */
function difference(
  { by }: Change,
  before: number,
  unit: Unit,
  formats: Formats,
): string {
  if (unit === 'duration') return signed(by, formats.duration(Math.abs(by)));
  if (unit !== 'count') return signed(by, `${inTenths(by * 100, formats)} pt`);
  return before === 0
    ? signed(by, written(Math.abs(by), 'count', formats))
    : signed(
        by,
        `${formats.number(Math.abs(by / before) * 100, {
          maximumFractionDigits: 0,
        })} %`,
      );
}

function inTenths(value: number, formats: Formats): string {
  return formats.number(Math.abs(value), { maximumFractionDigits: 1 });
}

function signed(value: number, text: string): string {
  return `${value < 0 ? '−' : '+'}${text}`;
}
