/** Whether the check digits are right: modulo 97 as in ISO 13616. */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(
    /[A-Z]/g,
    // A is 10, B is 11, and so on.
    letter => String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}

/** The first IBAN behind that word. */
export function findIban(text: string): string | null {
  return /IBAN:?\s+([A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4})+)/.exec(text)?.[1] ?? null;
}
