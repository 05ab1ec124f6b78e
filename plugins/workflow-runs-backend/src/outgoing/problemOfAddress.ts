import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Answers within a cloud, though it looks like any other address. */
const METADATA = new Set(['168.63.129.16']);
/** The prefix that all translators share; that of a place may lead into it. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number];
/** What is routed on the Internet; the rest of IPv6 is of some place, or stands for something else. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Why nobody may have the backend call an address that somebody else chose: it belongs to this machine, to the
 * network around it or to the cloud, and trusts who calls from there.
 *
 * @returns undefined where it is an address of the Internet
 */
export function problemOfAddress(address: string): string | undefined {
  // What is left of a zone names an interface of this machine.
  if (isIP(address) === 0 || address.includes('%')) return 'it is no address';
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6
    ? problemOfIpv6(parsed)
    : problemOfIpv4(parsed);
}

function problemOfIpv4(address: ipaddr.IPv4): string | undefined {
  if (METADATA.has(address.toString())) return 'it is of the cloud';
  const range = address.range();
  return range === 'unicast' ? undefined : `it is ${range}`;
}

/** Forms that carry an IPv4 address are judged by it, or not taken at all: no DNS has to answer with them. */
function problemOfIpv6(address: ipaddr.IPv6): string | undefined {
  // NAT64: in a network without IPv4 all of the Internet is there.
  if (address.match(NAT64)) return problemOfIpv4(lastFourBytes(address));
  const range = address.range();
  if (range !== 'unicast') return `it is ${range}`;
  return address.match(GLOBAL_UNICAST) ? undefined : 'it is reserved';
}

function lastFourBytes(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
