const HEARTBEAT_MS = 5_000;

/**
 * Says what is being done, that it is still being done, and how long it took.
 *
 * @param {string} title
 * @param {(report: (detail?: string) => void) => Promise<T>} work may report what it is at
 * @returns {Promise<T>}
 * @template T
 */
export async function withProgress(title, work) {
  const started = Date.now();
  let detail = '';
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log(`${title} ...`);
  const heartbeat = setInterval(
    () => console.log(`${title} ... ${seconds()}${detail}`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work(text => {
      if (text) detail = ` (${text.toLowerCase()})`;
    });
    console.log(`${title}: ${seconds()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
