/** Ports that any host may be called at. */
const USUAL_PORTS = [80, 443];

interface Entry {
  host: string;
  isSuffix: boolean;
  ports: readonly number[];
}

/**
 * Hosts that an operator trusts, wherever they are: `hooks.acme.test`, `*.acme.test:8443`, `10.1.2.3:9000`,
 * `[fd00::1]`. Without a port the usual ones are meant.
 */
export class AllowList {
  readonly #entries: Entry[];

  /** What is wrong with an entry; undefined where it can be used. */
  static problemOf(entry: string): string | undefined {
    try {
      parse(entry);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** @throws Error that names the entry that is none */
  constructor(entries: readonly string[]) {
    this.#entries = entries.map(parse);
  }

  /** Whether a host may be called at a port though it is not of the Internet. */
  trusts(host: string, port: number): boolean {
    return this.#entries.some(
      entry => entry.ports.includes(port) && matches(entry, host),
    );
  }

  /** Whether a port may be called at a host at all. */
  takesPort(host: string, port: number): boolean {
    return USUAL_PORTS.includes(port) || this.trusts(host, port);
  }
}

function matches({ host, isSuffix }: Entry, asked: string): boolean {
  return isSuffix ? asked.endsWith(host) : asked === host;
}

function parse(entry: string): Entry {
  const isSuffix = entry.startsWith('*.');
  const rest = (isSuffix ? entry.slice(2) : entry).toLowerCase();
  const written = `http://${rest}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  // As a URL writes it: what differs was no host, or one in disguise.
  if (
    rest.includes('*') ||
    !url ||
    ![url.host, `${url.host}:80`].includes(rest)
  )
    throw new Error(`'${entry}' is no host, and no host with a port`);
  const port = /:(\d+)$/.exec(rest.replace(/^\[.*\]/, ''))?.[1];
  return {
    host: isSuffix ? `.${url.hostname}` : url.hostname,
    isSuffix,
    ports: port ? [Number(port)] : USUAL_PORTS,
  };
}
