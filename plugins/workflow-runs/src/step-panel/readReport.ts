import { Step } from 'backstage-plugin-workflow-runs-common';

/** What a step has reported about what it was good for, as far as it can be shown. */
export interface Report {
  /** 0 to 1. */
  effectiveness: number | null;
  experience: number | null;
  indicators: {
    name: string;
    before: number | null;
    after: number | null;
    unit: string;
  }[];
}

/** A report as it is stored; engines may have let through what is none. */
export function readReport(report: Step['report']): Report | undefined {
  const said = fieldsOf(report);
  if (!said) return undefined;
  const indicators = Array.isArray(said.businessIndicators)
    ? said.businessIndicators
    : [];
  const read: Report = {
    effectiveness: numberOrNull(
      fieldsOf(said.effectiveness)?.accuracy ?? said.effectiveness,
    ),
    experience: numberOrNull(said.experience),
    indicators: indicators.flatMap(indicator => {
      const { name, before, after, unit } = fieldsOf(indicator) ?? {};
      if (typeof name !== 'string') return [];
      return {
        name,
        before: numberOrNull(before),
        after: numberOrNull(after),
        unit: typeof unit === 'string' ? unit : '',
      };
    }),
  };
  const isEmpty =
    read.effectiveness === null &&
    read.experience === null &&
    read.indicators.length === 0;
  return isEmpty ? undefined : read;
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
