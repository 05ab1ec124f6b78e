import { arch, cpus, platform, totalmem } from 'node:os';
import { CampaignResult } from './Campaign';
import { meaningOf } from './points';

/** A campaign on one database. */
export interface NamedResult extends CampaignResult {
  database: string;
  backends: number;
}

/** What was run where, and what has come of it. */
export interface FaultReport {
  date: string;
  machine: string;
  results: NamedResult[];
}

/** The machine, as far as it explains the figures. */
export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [{ model }] = cpus();
  return `${
    cpus().length
  } × ${model}, ${gigabytes} GB, ${platform()} ${arch()}, Node ${
    process.versions.node
  }`;
}

export function hasProblems({ results }: FaultReport): boolean {
  return results.some(({ verdicts }) =>
    verdicts.some(({ problems }) => problems.length > 0),
  );
}

/** The report for people. */
export function toMarkdown({ date, machine, results }: FaultReport): string {
  return [
    `${date}, on ${machine}`,
    ...results.flatMap(result => [
      `### ${result.database}`,
      figuresOf(result),
      verdictsOf(result),
      killsOf(result),
    ]),
    '',
  ].join('\n\n');
}

function figuresOf(result: NamedResult): string {
  const { counts, strikes, missed } = result;
  return table(
    ['figure', 'value'],
    [
      ['backends', String(result.backends)],
      ['seed', String(result.seed)],
      ['duration', `${Math.round(result.durationMs / 1000)} s`],
      ['runs', `${sum(counts.runs)} (${list(counts.runs)})`],
      ['of those, launched by other runs', String(counts.children)],
      [
        'of those, opened again',
        `${sum(counts.reopened)} (by their last passage: ${list(
          counts.reopened,
        )})`,
      ],
      ['times a run was parked after losses', String(counts.parked)],
      ['launches by scenario', list(counts.scenarios)],
      ['actions', `${sum(counts.actions)} (${list(counts.actions)})`],
      ['attempts', `${sum(counts.attempts)} (${list(counts.attempts)})`],
      ['events', `${counts.events} (${list(counts.facts)})`],
      ['calls of the service outside', String(counts.ledgerCalls)],
      ['transitions refused: their lease was lost', String(counts.refused)],
      ['kills', String(sum(result.kills))],
      ['strikes', list(strikes)],
      ['points waited for in vain', missed.join(', ') || 'none'],
    ],
  );
}

function verdictsOf({ verdicts }: NamedResult): string {
  return table(
    ['check', 'problems'],
    verdicts.map(({ check, problems }) => [
      check,
      [String(problems.length), ...problems.slice(0, 10)].join('<br>'),
    ]),
  );
}

function killsOf({ kills }: NamedResult): string {
  const rows = Object.entries(kills).sort(([a], [b]) => (a < b ? -1 : 1));
  return table(
    ['killed at', 'times', 'which is'],
    rows.map(([point, count]) => [
      `\`${point}\``,
      String(count),
      point === 'any time' ? 'a signal from outside' : meaningOf(point),
    ]),
  );
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
