import { Business } from 'backstage-plugin-workflow-runs-common';
import { formatNumber } from 'backstage-plugin-workflow-runs-react';

/** A number of the business, before and after a step. */
export type BusinessIndicator = Business['indicators'][number];

/** What is drawn of an indicator: lengths from 0 to 1, on one scale. */
export interface IndicatorBars {
  before: number | null;
  after: number | null;
  /** After minus before; null where one of them was not said. */
  change: number | null;
}

/** Both numbers of an indicator on the scale of the larger one; those below zero have a length as well. */
export function indicatorBars({
  before,
  after,
}: Pick<BusinessIndicator, 'before' | 'after'>): IndicatorBars {
  const largest = Math.max(Math.abs(before ?? 0), Math.abs(after ?? 0));
  const length = (value: number | null) => {
    if (value === null) return null;
    return largest === 0 ? 0 : Math.abs(value) / largest;
  };
  return {
    before: length(before),
    after: length(after),
    change: before === null || after === null ? null : after - before,
  };
}

/** A change as people read it: `+1,500`, `−0.25`, `±0`. */
export function formatChange(value: number, locale: string): string {
  if (value === 0) return '±0';
  const size = formatNumber(Math.abs(value), locale);
  return value > 0 ? `+${size}` : `−${size}`;
}

/** A part of one in percent: `87 %`, `87.5 %`. */
export function formatShare(value: number, locale: string): string {
  return `${formatNumber(Math.round(value * 1_000) / 10, locale)} %`;
}
