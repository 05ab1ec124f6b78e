import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { failureOf, TemporalRefusal } from './failureOf';

const at = { address: 'temporal:7233', namespace: 'shop' };
const failure = (code: number, details: string) =>
  failureOf(Object.assign(new Error(details), { code, details }), at) as Error;

describe('what a call that failed means', () => {
  it.each([
    [14, 'No connection established', 'temporal:7233 does not answer: No'],
    [4, 'Deadline exceeded', 'temporal:7233 has not answered in time'],
    [1, 'Call cancelled', 'temporal:7233 has not answered in time'],
    [8, 'namespace rate limit exceeded', 'temporal:7233 is asked too much'],
    [16, 'Invalid API key', 'does not accept the credentials of the portal'],
    [
      5,
      'Namespace shop is not found.',
      "temporal:7233 has no namespace 'shop'",
    ],
    [13, 'unexpected error', 'temporal:7233 does not answer: unexpected error'],
    [
      14,
      'ssl alert number 45: certificate expired',
      'of the portal has expired',
    ],
    [14, 'tlsv13 alert certificate required', 'not accept the certificate of'],
    [14, 'certificate has expired', 'its certificate has expired'],
    [14, 'self-signed certificate', 'of nobody whom the portal trusts'],
    [14, "Hostname/IP does not match certificate's altnames", 'tls.serverName'],
  ])('is that the cluster is away: %s %s', (code, details, message) => {
    const away = failure(code, details);

    expect(away).toBeInstanceOf(EngineAway);
    expect(away.message).toContain(message);
  });

  it.each([
    [5, 'workflow not found for ID: a', 'past the retention of the namespace'],
    [5, 'workflow execution already completed', 'has ended already'],
    [7, 'Request unauthorized.', 'does not let the portal do that'],
    [3, 'Invalid RunId.', 'Temporal will not: Invalid RunId.'],
    [9, 'it is paused', 'Temporal will not: it is paused'],
    [12, 'unknown method', 'This version of Temporal cannot do that'],
  ])('is that it will not: %s %s', (code, details, message) => {
    const refusal = failure(code, details);

    expect(refusal).toBeInstanceOf(TemporalRefusal);
    expect(refusal.name).toBe('CommandRefused');
    expect(refusal.message).toContain(message);
  });

  it('lets a busy cluster alone for a while', () => {
    expect(failure(8, 'busy')).toMatchObject({ retryAfterMs: 2_000 });
  });

  it('is what it is where it is no answer', () => {
    const error = new TypeError('a fault of ours');

    expect(failureOf(error, at)).toBe(error);
  });
});
