import { CSSProperties } from 'react';
import { RunStatus } from 'backstage-plugin-workflow-runs-common';
import { StatusColors, toneOf } from 'backstage-plugin-workflow-runs-react';

/** How a bar looks that stands for an outcome: by pattern as well, for those who see no colours. */
export function outcomeStyle(
  status: RunStatus,
  colors: StatusColors,
): CSSProperties {
  const { fill, line } = colors[toneOf(status)];
  if (status === 'failed') {
    return {
      background: `repeating-linear-gradient(135deg, ${fill} 0 4px, ${line} 4px 6px)`,
    };
  }
  if (status === 'canceled') return { border: `1px solid ${fill}` };
  return { backgroundColor: fill };
}
