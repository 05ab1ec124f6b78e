import { lookup as systemLookup, LookupAddress } from 'node:dns';
import { isIP, LookupFunction } from 'node:net';
import { Agent, buildConnector, Dispatcher } from 'undici';
import { AllowList } from './AllowList';
import { problemOfAddress } from './problemOfAddress';

/** What is sent; a target that somebody chose sees no more than this. */
export interface OutgoingRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

/** What came back, as far as it was read. */
export interface OutgoingAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The answer goes on: it was left unread. */
  isCut: boolean;
}

/** How far a request may go. */
export interface OutgoingLimits {
  /** Hosts that may be called wherever they are; see `AllowList`. */
  allow: readonly string[];
  /** Bytes of an answer that are read. */
  maxBytes: number;
  /** Until all of it must be over, in milliseconds. */
  timeoutMs: number;
  /** How often it may be sent elsewhere; 0: a redirect is an answer like any other. */
  maxRedirects: number;
}

/** Finds the addresses of a host. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** The target was refused before anything was sent to it; the message says why, and tells no address. */
export class TargetRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TargetRefused';
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** What says nothing of who asks, and so goes along to another origin. */
const HARMLESS_HEADERS = ['accept', 'content-type', 'user-agent'];

/**
 * Calls URLs that people have given, and only on the Internet, or where the operator allows. A host is resolved once
 * for each connection, all of its addresses are looked at, and one of those is connected to: there is no second
 * answer of the DNS to be fooled by. TLS and `Host` go by the name.
 */
export class OutgoingRequests {
  readonly #allow: AllowList;
  readonly #agent: Agent;

  constructor(
    private readonly limits: OutgoingLimits,
    private readonly resolve: Resolve = resolveBySystem,
  ) {
    this.#allow = new AllowList(limits.allow);
    this.#agent = new Agent({
      connect: (options, callback) => {
        const lookup = this.#lookupFor(portOf(options.port, options.protocol));
        buildConnector({ lookup } as buildConnector.BuildOptions)(
          options,
          callback,
        );
      },
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
      maxHeaderSize: 16_384,
    });
  }

  /**
   * @throws TargetRefused where the URL, a redirect of it or an address of its host is not to be called
   * @throws whatever the network says
   */
  async send(url: string, request: OutgoingRequest): Promise<OutgoingAnswer> {
    const timeout = AbortSignal.timeout(this.limits.timeoutMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, timeout])
      : timeout;
    let asked: OutgoingRequest = { ...request, signal };
    let target = this.#checked(url);
    for (let hop = 0; ; hop += 1) {
      const answer = await this.#sendOnce(target, asked);
      const location = answer.headers.location;
      if (!REDIRECTS.includes(answer.status) || typeof location !== 'string')
        return answer;
      const { maxRedirects } = this.limits;
      if (maxRedirects === 0) return answer;
      if (hop >= maxRedirects)
        throw new TargetRefused('It redirects too often');
      const next = this.#checked(location, target);
      asked = redirected(asked, answer.status, next.origin === target.origin);
      target = next;
    }
  }

  /**
   * Looks at a URL before it is ever called, as `send` will each time. A host that the DNS does not know yet may
   * be known later.
   *
   * @throws TargetRefused
   */
  async check(url: string): Promise<void> {
    const target = this.#checked(url);
    const port = portOf(target.port, target.protocol);
    if (this.#allow.trusts(target.hostname, port)) return;
    if (isIP(target.hostname.replace(/^\[|\]$/g, '')) !== 0) return;
    const found = await this.resolve(target.hostname).catch(() => []);
    for (const { address } of found)
      this.#checkAddress(target.hostname, port, address);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #sendOnce(
    target: URL,
    { method, headers, body, signal }: OutgoingRequest,
  ): Promise<OutgoingAnswer> {
    const response = await this.#agent
      .request({
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method,
        headers,
        body,
        signal,
      })
      .catch(error => {
        throw error.cause instanceof TargetRefused ? error.cause : error;
      });
    return {
      status: response.statusCode,
      headers: response.headers,
      ...(await this.#read(response.body)),
    };
  }

  /** Counts while it reads: what an answer says of its length need not be true. */
  async #read(
    body: Dispatcher.ResponseData['body'],
  ): Promise<Pick<OutgoingAnswer, 'body' | 'isCut'>> {
    const chunks: Buffer[] = [];
    let left = this.limits.maxBytes;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      // Leaving the loop closes the connection.
      if (left < 0) break;
    }
    return { body: Buffer.concat(chunks).toString(), isCut: left < 0 };
  }

  #checked(location: string, base?: URL): URL {
    if (!URL.canParse(location, base)) throw new TargetRefused('It is no URL');
    const url = new URL(location, base);
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new TargetRefused('It must begin with https:// or http://');
    if (url.username || url.password)
      throw new TargetRefused('It must hold no name and no password');
    const port = portOf(url.port, url.protocol);
    if (!this.#allow.takesPort(url.hostname, port))
      throw new TargetRefused(`The port ${port} is not allowed`);
    const address = url.hostname.replace(/^\[|\]$/g, '');
    // An address is connected to without being looked up.
    if (isIP(address) !== 0) this.#checkAddress(url.hostname, port, address);
    // What is sent across the Internet is for the receiver alone.
    if (url.protocol === 'http:' && !this.#allow.trusts(url.hostname, port))
      throw new TargetRefused(
        'It must begin with https://, unless the operator allows the host',
      );
    return url;
  }

  #checkAddress(host: string, port: number, address: string): void {
    if (this.#allow.trusts(host, port)) return;
    const problem = problemOfAddress(address);
    if (problem)
      throw new TargetRefused(`The host must not be called: ${problem}`);
  }

  #lookupFor(port: number): LookupFunction {
    return (host, options, callback) => {
      this.resolve(host)
        .then(found => {
          if (found.length === 0) throw new TargetRefused('It has no address');
          // One that is forbidden among others is a trap, and not a slip.
          for (const { address } of found)
            this.#checkAddress(host, port, address);
          if (options.all) callback(null, found);
          else callback(null, found[0].address, found[0].family);
        })
        .catch(error => callback(error, ''));
    };
  }
}

/** What goes to the next place: a body only where the redirect says so, and no secrets elsewhere. */
function redirected(
  asked: OutgoingRequest,
  status: number,
  isSameOrigin: boolean,
): OutgoingRequest {
  const headers = isSameOrigin
    ? asked.headers
    : Object.fromEntries(
        Object.entries(asked.headers ?? {}).filter(([name]) =>
          HARMLESS_HEADERS.includes(name.toLowerCase()),
        ),
      );
  if (status === 307 || status === 308) return { ...asked, headers };
  return { method: 'GET', headers, signal: asked.signal };
}

function portOf(port: string | number | null | undefined, protocol: string) {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function resolveBySystem(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
}
