import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ConnectionOptions } from '@temporalio/client';
import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { ClusterConfig } from '../config/schema';

type Tls = ClusterConfig['tls'];

/** Changes when one of the files changes: certificates are renewed while the portal runs. */
export async function versionOf(tls: Tls): Promise<string> {
  if (!tls || tls === true) return '';
  const files = [tls.caFile, tls.certFile, tls.keyFile].filter(
    path => path !== undefined,
  );
  const stats = await Promise.all(
    files.map(path =>
      stat(path).then(
        ({ mtimeMs, size }) => `${mtimeMs}/${size}`,
        () => 'none',
      ),
    ),
  );
  return stats.join(' ');
}

/**
 * What a connection is secured with.
 *
 * @throws EngineAway where a file cannot be read, or the certificate of the portal has expired
 */
export async function readTls(
  tls: Tls,
  now: number,
): Promise<ConnectionOptions['tls']> {
  if (tls === undefined || typeof tls === 'boolean') return tls;
  const [ca, crt, key] = await Promise.all([
    contentOf(tls.ca, tls.caFile),
    contentOf(tls.cert, tls.certFile),
    contentOf(tls.key, tls.keyFile),
  ]);
  if (crt) demandValid(crt, tls.certFile ?? 'tls.cert', now);
  return {
    ...(ca && { serverRootCACertificate: ca }),
    ...(crt && key && { clientCertPair: { crt, key } }),
    ...(tls.serverName && { serverNameOverride: tls.serverName }),
  };
}

async function contentOf(
  inline: string | undefined,
  path: string | undefined,
): Promise<Buffer | undefined> {
  if (inline) return Buffer.from(inline);
  if (!path) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new EngineAway(`The file ${path} cannot be read: ${error}`);
  }
}

/** A server says of such a certificate no more than that it is bad, if that. */
function demandValid(crt: Buffer, name: string, now: number): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(crt);
  } catch {
    throw new EngineAway(`${name} is no certificate`);
  }
  if (Date.parse(certificate.validTo) < now) {
    throw new EngineAway(
      `The certificate of the portal, ${name}, has expired: it was valid until ${certificate.validTo}`,
    );
  }
}
