/** Characters of a name that are shown. */
const MAX_NAME = 80;

/** A name as it may stand in a subject, and in the HTML of a mail, which Backstage does not escape. */
export function plain(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/&/g, '+')
    .slice(0, MAX_NAME);
}
