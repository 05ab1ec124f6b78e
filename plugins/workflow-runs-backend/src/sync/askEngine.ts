import { EngineAway } from 'backstage-plugin-workflow-runs-node';

/**
 * Asks an engine something, and waits no longer than that takes.
 *
 * @param silence - what is said of an engine that does not answer in time
 * @throws EngineAway where it does not, whether or not it heeds the signal
 */
export async function askEngine<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { signal, silence }: { signal: AbortSignal; silence: string },
): Promise<T> {
  const unheard = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new EngineAway(silence)), {
      once: true,
    });
  });
  return Promise.race([unheard, ask(signal)]);
}
