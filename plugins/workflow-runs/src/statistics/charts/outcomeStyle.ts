import { CSSProperties } from 'react';
import { StatusColors, toneOf } from 'backstage-plugin-workflow-runs-react';

/** What became of a run that has ended. */
export type Outcome = 'completed' | 'failed' | 'canceled';

/** How a bar looks that stands for an outcome: by pattern as well, for those who see no colours. */
export function outcomeStyle(
  outcome: Outcome,
  colors: StatusColors,
): CSSProperties {
  const { fill, line } = colors[toneOf(outcome)];
  if (outcome === 'failed') return { background: stripes(fill, line) };
  if (outcome === 'canceled') return { border: `1px solid ${fill}` };
  return { backgroundColor: fill };
}

/** How a bar looks that is of too few runs to go by. */
export function fewStyle(colors: StatusColors): CSSProperties {
  const { fill, wash } = colors.running;
  return {
    background: stripes(wash, fill),
    boxShadow: `inset 0 0 0 1px ${fill}`,
  };
}

function stripes(ground: string, stripe: string): string {
  return `repeating-linear-gradient(135deg, ${ground} 0 4px, ${stripe} 4px 6px)`;
}
