/**
 * What a text has, in bits: a detector whose needs are not all there has nothing to look for. Most texts
 * are short, and have nothing that any could find.
 */
export const Has = {
  digit: 1,
  dotOrColon: 1 << 1,
  at: 1 << 2,
  atOrPercent: 1 << 3,
  plusOrParenthesis: 1 << 4,
  colon: 1 << 5,
  colonOrEquals: 1 << 6,
  dot: 1 << 7,
  bracket: 1 << 8,
  capital: 1 << 9,
  /** Something that is not ASCII, or NUL. */
  uncommon: 1 << 10,
  /** So many digits. */
  digits6: 1 << 11,
  digits8: 1 << 12,
  digits13: 1 << 13,
  /** So many letters, digits, `_` or `-` in a row. */
  run5: 1 << 14,
  run10: 1 << 15,
  run15: 1 << 16,
} as const;

const IN_RUN = 1 << 30;
const BITS = new Int32Array(128);
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code);
  let bits = 0;
  if (/[\w-]/.test(char)) bits |= IN_RUN;
  if (/\d/.test(char)) bits |= Has.digit;
  if (/[A-Z]/.test(char)) bits |= Has.capital;
  if (/[.:]/.test(char)) bits |= Has.dotOrColon;
  if (/[@%]/.test(char)) bits |= Has.atOrPercent;
  if (/[+(]/.test(char)) bits |= Has.plusOrParenthesis;
  if (/[:=]/.test(char)) bits |= Has.colonOrEquals;
  if (char === '@') bits |= Has.at;
  if (char === ':') bits |= Has.colon;
  if (char === '.') bits |= Has.dot;
  if (char === '[') bits |= Has.bracket;
  if (code === 0) bits |= Has.uncommon;
  BITS[code] = bits;
}

/** Looks at each character once, so that most detectors need not. */
export function shapeOf(text: string): number {
  let shape = 0;
  let digits = 0;
  let run = 0;
  let longest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const bits = code < 128 ? BITS[code] : Has.uncommon;
    shape |= bits;
    digits += bits & Has.digit;
    run = bits & IN_RUN ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  if (digits >= 6) shape |= Has.digits6;
  if (digits >= 8) shape |= Has.digits8;
  if (digits >= 13) shape |= Has.digits13;
  if (longest >= 5) shape |= Has.run5;
  if (longest >= 10) shape |= Has.run10;
  if (longest >= 15) shape |= Has.run15;
  return shape;
}
