import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';

/**
 * Entries of one run as a reader of it may see them: a run that was repeated, or has come of it, is named only
 * where the reader may see that one, too.
 */
export async function visibleAudit(
  runs: AuthorizedRuns,
  entries: AuditEntry[],
): Promise<AuditEntry[]> {
  const named = entries.flatMap(({ runId, resultRunId }) =>
    [runId, resultRunId].filter(id => id !== null),
  );
  const ids = [...new Set(named)];
  const found = await runs.findRuns(ids);
  const seen = new Set(ids.filter((_, index) => found[index]));
  const ifSeen = (id: string | null) => (id && seen.has(id) ? id : null);
  return entries.map(entry => ({
    ...withoutGuesses(entry),
    runId: ifSeen(entry.runId),
    resultRunId: ifSeen(entry.resultRunId),
  }));
}

/** Whoever was refused may have named what the reader must not hear of: what they wrote is for auditors. */
function withoutGuesses(entry: AuditEntry): AuditEntry {
  if (entry.outcome !== 'refused' || entry.actionId !== null) return entry;
  const { refusal, message } = entry;
  return { ...entry, details: {}, message: refusal && message };
}
