import { Payload, PayloadCodec } from '../../payloads';

/** What `dev/recorder/codec.mjs` hides payloads with. */
export const recordedCodec: PayloadCodec = {
  encode: async payloads => payloads,
  async decode(payloads) {
    return payloads.map((payload): Payload => {
      const encoding = payload.metadata?.['inner-encoding'];
      if (!encoding) return payload;
      const data = (payload.data ?? new Uint8Array()).map(byte => byte ^ 42);
      return { metadata: { encoding }, data };
    });
  },
};
