import { parseCents } from './amounts';
import { InvoiceHandlers } from './definition';
import { layoutOf } from './layouts';
import { thinking } from './thinking';

/** Below, the file is probably a bad scan. */
const LEGIBLE = 0.9;

export const classify = (
  thinkMs: number = 600,
): InvoiceHandlers['classify'] => ({
  run: async context => {
    const { text } = context.outputs.read_invoice!;
    const result = await thinking(context, text, thinkMs, () => ({
      layout: layoutOf(text),
      language: /\b(Rechnung|Gesamt)\b/.test(text)
        ? ('de' as const)
        : ('en' as const),
      legibility: legibilityOf(text),
    }));
    context.logger.info(
      `A ${result.layout} in ${result.language}, legible to ${result.legibility}`,
    );
    return result;
  },
  validators: {
    legible: (_, { legibility }) => ({
      passed: legibility >= LEGIBLE,
      score: legibility,
      reasons:
        legibility >= LEGIBLE
          ? []
          : [
              `Only ${Math.round(
                legibility * 100,
              )} % of the amounts are legible`,
            ],
    }),
  },
});

/** Share of what looks like an amount that is one; a bad scan takes digits for letters. */
export function legibilityOf(text: string): number {
  const amounts = text.match(/\b[\dOl]+(?:[.,][\dOl]{3})*[.,][\dOl]{2}\b/g);
  if (!amounts) return 0;
  const legible = amounts.filter(amount => parseCents(amount) !== null);
  return Number((legible.length / amounts.length).toFixed(2));
}
