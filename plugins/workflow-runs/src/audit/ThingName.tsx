import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import { RedactedText } from 'backstage-plugin-workflow-runs-react';

/** What it was called that something was done to: it may be gone by now. */
export function ThingName(props: { entry: Pick<AuditEntry, 'details'> }) {
  const { name } = props.entry.details;
  if (typeof name !== 'string') return null;
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      <RedactedText text={name} />
    </div>
  );
}
