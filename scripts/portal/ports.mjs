import { createServer } from 'node:net';

import { Problem } from '../toolchain/problem.mjs';

// All of them, because a program that listens on one address does not occupy the others.
const ADDRESSES = [undefined, '127.0.0.1', '::1'];

/** True if some program listens on the port on any address a browser would try for localhost. */
export async function isPortTaken(port) {
  for (const address of ADDRESSES) {
    if (await isAddressTaken(port, address)) return true;
  }
  return false;
}

function isAddressTaken(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', error => {
      if (error.code === 'EADDRINUSE') resolve(true);
      // no IPv6 on this machine
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
        resolve(false);
      else reject(portProblem(port, error));
    });
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(false)),
    );
  });
}

function portProblem(port, error) {
  if (error.code !== 'EACCES') return error;
  return new Problem(
    `Port ${port} may not be used by this user.`,
    'Choose a port above 1023.',
  );
}

/**
 * @param {Array<{ port: number, purpose: string, variable: string }>} needs
 * @throws Problem that names every port that is taken
 */
export async function requireFreePorts(needs) {
  const taken = [];
  for (const need of needs) if (await isPortTaken(need.port)) taken.push(need);
  if (taken.length === 0) return;
  const ports = taken
    .map(({ port, purpose }) => `port ${port} (${purpose})`)
    .join(' and ');
  const variables = taken
    .map(({ port, variable }) => `${variable}=${port + 1}`)
    .join(' ');
  throw new Problem(
    `${ports[0].toUpperCase()}${ports.slice(1)} ${
      taken.length > 1 ? 'are' : 'is'
    } taken by another program.`,
    `Is the portal running already? Stop that program, or choose another port: ${variables}`,
  );
}

/** A port on 127.0.0.1 that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
