import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
// Far beyond the heartbeat: guards against a process id that was given to another program.
const ABANDONED_MS = 60_000;

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process runs work under the same lock file.
 * A lock whose holder was killed is taken over.
 *
 * @param {string} path the lock file
 * @param {string} purpose what the holder does, shown to those who wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function withLock(path, purpose, work) {
  await acquire(path, purpose);
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  const release = () => rmSync(path, { force: true });
  // a signal ends the process without unwinding
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener('exit', release);
    release();
  }
}

async function acquire(path, purpose) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!tryAcquire(path)) {
    const holder = readHolder(path);
    if (holder && isAbandoned(path, holder)) {
      takeAway(path, holder);
      continue;
    }
    if (holder && !told) {
      console.log(`Process ${holder} is ${purpose}, waiting for it ...`);
      told = true;
    }
    await sleep(250);
  }
}

// The file appears together with its content, because it is linked and not written in place:
// a process killed at any moment leaves either no lock or one that names it.
function tryAcquire(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAbandoned(path, holder) {
  if (!isAlive(holder)) return true;
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > ABANDONED_MS;
}

// Two processes may find the same abandoned lock, and the slower one must not remove the new lock
// of the faster one: what was moved away by mistake is put back.
function takeAway(path, abandonedHolder) {
  const moved = `${path}.abandoned.${process.pid}`;
  try {
    renameSync(path, moved);
    if (readHolder(moved) !== abandonedHolder) linkSync(moved, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // the lock is gone together with .tools: whoever removed it wants everything anew
  }
}
