import { ReactNode, useCallback, useState } from 'react';
import { usePermission } from '@backstage/plugin-permission-react';
import { valueRevealPermission } from 'backstage-plugin-workflow-runs-common';
import { RevealContext } from 'backstage-plugin-workflow-runs-react';
import { RevealDialog } from './RevealDialog';

/** Lets whoever may reveal values press the tokens that stand anywhere in what a run shows. */
export function RevealProvider(props: { runId: string; children: ReactNode }) {
  const { runId, children } = props;
  const { allowed } = usePermission({ permission: valueRevealPermission });
  const [asked, setAsked] = useState<{ token: string; kind: string } | null>(
    null,
  );
  const ask = useCallback(
    (token: string, kind: string) => setAsked({ token, kind }),
    [],
  );
  return (
    <RevealContext.Provider value={allowed ? ask : null}>
      {children}
      {asked && (
        <RevealDialog runId={runId} {...asked} onClose={() => setAsked(null)} />
      )}
    </RevealContext.Provider>
  );
}
