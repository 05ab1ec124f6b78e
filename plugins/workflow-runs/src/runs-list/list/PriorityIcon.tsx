import { useStatusColors } from 'backstage-plugin-workflow-runs-react';

const bars: Record<string, number> = { low: 1, normal: 2, high: 3 };

/** Three bars, as many filled as the priority is high; its word stands beside it. */
export function PriorityIcon(props: { priority: string }) {
  const colors = useStatusColors();
  const filled = bars[props.priority] ?? 0;
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
      {[0, 1, 2].map(bar => (
        <rect
          key={bar}
          x={bar * 4.5}
          y={8 - bar * 4}
          width="3"
          height={4 + bar * 4}
          rx="0.5"
          fill={bar < filled ? 'currentColor' : colors.track}
        />
      ))}
    </svg>
  );
}
