import { readdirSync, readFileSync } from 'node:fs';
import { connect, Place } from '../../connect';

const NANOS_PER_MS = 1e6;

/** The processes that take part in an answer, and how long they have been at work, as Linux knows it. */
export class Processes {
  /** @param backend - id of the process that serves the plugin */
  static async of(
    place: Place,
    backend: number,
  ): Promise<Processes | undefined> {
    // Of another system nothing is known: times are given as they were.
    if (process.platform !== 'linux') return undefined;
    return new Processes(backend, await serverOf(place));
  }

  #sessions: number[] = [];

  private constructor(
    private readonly backend: number,
    private readonly server: string | undefined,
  ) {}

  /** Looks which processes the database server has at the moment. */
  refresh(): void {
    if (this.server) this.#sessions = childrenOf(this.server);
  }

  /** Processor time until now, in milliseconds. */
  read(): { client: number; backend: number; database: number } {
    return {
      client: workOf([process.pid]),
      backend: workOf([this.backend]),
      database: workOf(this.#sessions),
    };
  }
}

/** Id of the database server’s first process; there is none of SQLite. */
async function serverOf(place: Place): Promise<string | undefined> {
  if (place.kind !== 'postgres') return undefined;
  const knex = connect(place);
  const { rows } = await knex.raw(
    `select pg_read_file('postmaster.pid') as file`,
  );
  await knex.destroy();
  return rows[0].file.split('\n')[0];
}

function childrenOf(parent: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      const stat = contentOf(`/proc/${pid}/stat`);
      // The name of a program may hold anything, so fields are counted from the end of it.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === parent;
    })
    .map(Number);
}

/** Of the first thread of each process, which is the one that answers. */
function workOf(pids: number[]): number {
  const nanos = pids.map(pid => {
    const [ran] = contentOf(`/proc/${pid}/schedstat`).split(' ');
    return Number(ran);
  });
  return nanos.reduce((sum, each) => sum + each, 0) / NANOS_PER_MS;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended since it was listed.
    return '';
  }
}
