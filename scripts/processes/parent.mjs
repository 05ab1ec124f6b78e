import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const INTERVAL_MS = 1_000;

/**
 * Calls back once when the npm or Yarn that runs this script has ended without stopping us.
 * npm puts a shell in between that outlives it, therefore the parent of a shell counts too.
 */
export function whenParentIsGone(callback) {
  const parent = process.ppid;
  const above = isShell(parent) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    const same =
      process.ppid === parent &&
      (above === undefined || parentOf(parent) === above);
    if (same) return;
    clearInterval(timer);
    callback();
  }, INTERVAL_MS);
  timer.unref();
}

function isShell(pid) {
  return /sh$/.test(describe(pid, 'comm'));
}

function parentOf(pid) {
  return Number(describe(pid, 'ppid')) || undefined;
}

function describe(pid, field) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], {
        encoding: 'utf8',
      }).trim();
    }
    if (field === 'comm')
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return (
      /^PPid:\s*(\d+)/m.exec(
        readFileSync(`/proc/${pid}/status`, 'utf8'),
      )?.[1] ?? ''
    );
  } catch {
    return '';
  }
}
