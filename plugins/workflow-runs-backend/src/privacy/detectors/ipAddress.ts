import { isIPv6 } from 'node:net';
import { Detector } from './Detector';
import { matches } from './matches';

const V4 =
  /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w-]|\.\w)/g;
const V6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f.]{0,15}(?![\w:])/gi;

/** Addresses of machines: kept unless a policy says otherwise, for operators need them. */
export const ipAddress: Detector = {
  id: 'ip_address',
  treatment: 'keep',
  mayFind: ({ digits, hasDot, hasColon }) => digits > 0 && (hasDot || hasColon),
  detect: text => [
    ...matches(text, V4),
    ...matches(text, V6, found => found.length > 2 && isIPv6(found)),
  ],
};
