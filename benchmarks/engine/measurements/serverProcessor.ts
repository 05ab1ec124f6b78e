import { readdirSync, readFileSync } from 'node:fs';
import createKnex from 'knex';
import { Place } from '../../connect';

/** The kernel counts in these, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Reads how much processor time the database server has used, in microseconds. */
export type ServerProcessor = () => number;

/** Undefined where there is no server, or where it cannot be seen from here. */
export async function serverProcessorOf(
  place: Place,
): Promise<ServerProcessor | undefined> {
  if (place.kind !== 'postgres' || process.platform !== 'linux') {
    return undefined;
  }
  const knex = createKnex({ client: 'pg', connection: place.url });
  try {
    const { rows } = await knex.raw(
      `select pg_read_file('postmaster.pid') as file`,
    );
    const [server] = rows[0].file.split('\n');
    return () => (ticksOf(server) * 1e6) / TICKS_PER_SECOND;
  } finally {
    await knex.destroy();
  }
}

/** Of the server, of its processes, and of those that have ended. */
function ticksOf(server: string): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    // The name of a program may hold anything, so fields are counted from the end of it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (pid !== server && fields[1] !== server) continue;
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15);
    ticks += Number(user) + Number(system);
    if (pid === server) ticks += Number(endedUser) + Number(endedSystem);
  }
  return ticks;
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It has ended since it was listed.
    return '';
  }
}
