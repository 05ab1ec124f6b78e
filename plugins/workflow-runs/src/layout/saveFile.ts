/** How long the browser may take to start reading; then the content is let go. */
const RELEASE_MS = 10_000;

/** Saves content as a file on the reader's machine. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_MS);
}
