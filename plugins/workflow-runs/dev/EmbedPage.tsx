import { ExecutionMonitor } from 'backstage-plugin-workflow-runs-react';

const RUNS = ['running', 'failed', 'completed', 'canceled', 'thousand', 'new'];

/**
 * Monitors as another plugin embeds them: `/embed?run=failed&sse=1`, all of them where no run is
 * named.
 */
export function EmbedPage() {
  const asked = new URLSearchParams(window.location.search);
  const run = asked.get('run');
  return (
    <div style={{ maxWidth: 880, margin: 24, display: 'grid', gap: 24 }}>
      {(run ? [run] : RUNS).map(each => (
        <ExecutionMonitor
          key={each}
          workspaceId="default"
          workflowId="embedded/trial_activation"
          executionId={`run_01JDA8M2Q6ZK3V7QK_${each}`}
          enableSSE={asked.has('sse')}
          enablePolling={!asked.has('still')}
        />
      ))}
    </div>
  );
}
