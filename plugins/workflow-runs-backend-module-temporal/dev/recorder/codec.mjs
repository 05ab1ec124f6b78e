/** Hides payloads as a codec of a company would, and always in the same way. */
const KEY = 42;
const flip = bytes => Uint8Array.from(bytes, byte => byte ^ KEY);
const text = word => new TextEncoder().encode(word);

export const codec = {
  async encode(payloads) {
    return payloads.map(({ metadata, data }) => ({
      metadata: {
        encoding: text('binary/encrypted'),
        'inner-encoding': metadata.encoding,
      },
      data: flip(data ?? []),
    }));
  },
  async decode(payloads) {
    return payloads.map(payload => {
      const inner = payload.metadata?.['inner-encoding'];
      if (!inner) return payload;
      return { metadata: { encoding: inner }, data: flip(payload.data) };
    });
  },
};
