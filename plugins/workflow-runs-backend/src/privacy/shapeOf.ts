/** What detectors need to know of a text to see that they have nothing to look for. */
export interface TextShape {
  digits: number;
  /** Length of the longest run of letters, digits, `_` and `-`. */
  longestRun: number;
  hasAt: boolean;
  hasPlus: boolean;
  hasColon: boolean;
  hasEquals: boolean;
  hasDot: boolean;
  hasPercent: boolean;
  hasBracket: boolean;
  hasParenthesis: boolean;
  /** Whether it is all ASCII, without NUL: then both databases can store it. */
  isPlain: boolean;
}

const RUN = 1;
const DIGIT = 2;
const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code);
  if (/[\w-]/.test(char)) CLASSES[code] |= RUN;
  if (/\d/.test(char)) CLASSES[code] |= DIGIT;
}

/** Looks at each character once, so that most detectors need not. */
export function shapeOf(text: string): TextShape {
  const seen = new Uint8Array(128);
  let digits = 0;
  let run = 0;
  let longestRun = 0;
  let isPlain = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      isPlain = false;
      run = 0;
      continue;
    }
    seen[code] = 1;
    const kind = CLASSES[code];
    if (kind === 0) {
      run = 0;
      continue;
    }
    run += 1;
    if (run > longestRun) longestRun = run;
    if (kind > DIGIT) digits += 1;
  }
  return {
    digits,
    longestRun,
    hasAt: seen[0x40] === 1,
    hasPlus: seen[0x2b] === 1,
    hasColon: seen[0x3a] === 1,
    hasEquals: seen[0x3d] === 1,
    hasDot: seen[0x2e] === 1,
    hasPercent: seen[0x25] === 1,
    hasBracket: seen[0x5b] === 1,
    hasParenthesis: seen[0x28] === 1,
    isPlain: isPlain && seen[0] === 0,
  };
}
