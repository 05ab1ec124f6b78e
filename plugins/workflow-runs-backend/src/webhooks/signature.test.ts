import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { newSecret, signedHeaders } from './signature';

const message = {
  id: 'msg_1',
  payload: '{"type":"run.failed","name":"Größe"}',
};

describe('signatures', () => {
  it('are taken by the library of the standard', () => {
    const secret = newSecret();
    const headers = signedHeaders(message, [secret], Date.now());

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Webhook(secret).verify(message.payload, headers)).toEqual(
      JSON.parse(message.payload),
    );
  });

  it('are the ones that the standard writes down', () => {
    const secret = newSecret();
    const at = new Date('2026-01-01T00:00:00.999Z');

    expect(
      signedHeaders(message, [secret], at.getTime())['webhook-signature'],
    ).toBe(
      `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(`msg_1.1767225600.${message.payload}`)
        .digest('base64')}`,
    );
  });

  it('of two secrets are good for either', () => {
    const secrets = [newSecret(), newSecret()];
    const headers = signedHeaders(message, secrets, Date.now());

    for (const secret of secrets)
      expect(() =>
        new Webhook(secret).verify(message.payload, headers),
      ).not.toThrow();
    expect(() =>
      new Webhook(newSecret()).verify(message.payload, headers),
    ).toThrow();
  });

  it('are not good for anything else', () => {
    const secret = newSecret();
    const headers = signedHeaders(message, [secret], Date.now());

    expect(() => new Webhook(secret).verify('{}', headers)).toThrow();
  });
});
