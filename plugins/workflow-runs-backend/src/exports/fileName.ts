/** Characters of a name that a file's name takes over at most. */
const MAX_CHARACTERS = 80;
/** Random characters at the end of an id: enough to tell the runs of a folder apart. */
const SHORT_ID = 8;

/**
 * What no file system and no header takes for a name: separators, quotes, wildcards, and what cannot be
 * seen or turns the direction of reading, under which `exe.txt` looks like `txt.exe`.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\\/:*?"'<>|%]+/gu;

/** `<workflow>-<short id>.<extension>`, safe in any folder. */
export function runFileName(
  run: { id: string; workflow: { name: string } },
  extension: string,
): string {
  const safe = [...run.workflow.name.normalize().replace(UNSAFE, '_')]
    .slice(0, MAX_CHARACTERS)
    .join('')
    // A leading dot hides a file; Windows drops trailing ones, and spaces.
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const id = run.id.slice(-SHORT_ID).replace(/\W/g, '_');
  return `${safe || 'run'}-${id}.${extension}`;
}

/** `workflow-runs-20261121T101500Z.csv`. */
export function listFileName(now: number, extension: string): string {
  return `workflow-runs-${timeOf(now)}.${extension}`;
}

/** `workflow-runs-audit-20261121T101500Z.csv`. */
export function auditFileName(now: number, extension: string): string {
  return `workflow-runs-audit-${timeOf(now)}.${extension}`;
}

function timeOf(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
}
