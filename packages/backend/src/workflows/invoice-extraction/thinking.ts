import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvoiceContext } from './definition';

/** How many tokens a text is for a usual model, roughly. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Stands in for a call of a language model: it takes a while, and tells what it has used. The answer
 * comes from plain code, so that the example is the same each time and needs no network.
 */
export async function thinking<Answer>(
  { signal, usage }: Pick<InvoiceContext, 'signal' | 'usage'>,
  prompt: string,
  thinkMs: number,
  answer: () => Answer,
): Promise<Answer> {
  const startedAt = performance.now();
  await sleep(thinkMs, undefined, { signal });
  const result = answer();
  const characters = prompt.length + JSON.stringify(result).length;
  usage({
    tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    computeMs: performance.now() - startedAt,
  });
  return result;
}
