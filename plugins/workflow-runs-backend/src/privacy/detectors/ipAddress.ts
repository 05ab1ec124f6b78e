import { isIPv6 } from 'node:net';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matchesThat } from './matches';

const V4 =
  /\d(?<![\w.-].)\d{0,2}\.(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){2}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w-]|\.\w)/g;
const V6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f.]{0,15}(?![\w:])/gi;

/** Addresses of machines: kept unless a policy says otherwise, for operators need them. */
export const ipAddress: Detector = {
  id: 'ip_address',
  treatment: 'keep',
  needs: Has.digit | Has.dotOrColon,
  detect: text => [
    ...matchesThat(text, V4, found => Number.parseInt(found, 10) < 256),
    ...matchesThat(text, V6, found => found.length > 2 && isIPv6(found)),
  ],
};
