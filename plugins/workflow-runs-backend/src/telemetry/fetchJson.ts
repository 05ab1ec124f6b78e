import { ProviderError } from 'backstage-plugin-workflow-runs-node';

/** Bytes of an answer that is read; what is longer is not looked at. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Asks a tool for JSON. It follows no redirect: only the host that is configured is ever asked.
 *
 * @throws ProviderError that says what went wrong, without the address
 */
export async function fetchJson(
  url: string,
  options: { headers: Record<string, string>; signal: AbortSignal },
): Promise<unknown> {
  const { headers, signal } = options;
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    redirect: 'manual',
    signal,
  }).catch(() => {
    throw new ProviderError('down', 'It cannot be reached');
  });
  const problem = problemOf(response.status);
  if (problem) {
    await response.body?.cancel().catch(() => {});
    throw problem;
  }
  return parse(await readText(response));
}

function problemOf(status: number): ProviderError | undefined {
  if (status === 200) return undefined;
  if (status === 404) return new ProviderError('missing', 'It knows nothing');
  if (status === 401 || status === 403) {
    return new ProviderError(
      'forbidden',
      `It does not let the portal read (${status})`,
    );
  }
  if (status === 400 || status === 422) {
    return new ProviderError(
      'malformed',
      `It does not understand the query (${status})`,
    );
  }
  return new ProviderError('down', `It answered ${status}`);
}

/** Counts while it reads: what an answer says of its length need not be true. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) {
        throw new ProviderError('too_large', 'It answered more than 16 MiB');
      }
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError('down', 'Its answer broke off');
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderError('malformed', 'It answered what is no JSON');
  }
}
