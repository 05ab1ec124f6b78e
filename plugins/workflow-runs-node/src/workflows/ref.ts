/** A JSON pointer to a value of the run; `~1` stands for `/` in a name, and `~0` for `~`. @public */
export type ReferencePath = `/${'input' | 'item' | `steps/${string}/output`}${
  | ''
  | `/${string}`}`;

/**
 * Refers to a value of the run: its input, what a step has put out or, in the input of a fan-out's
 * runs, the item. It leads only to steps upstream; that is checked when the workflow is added.
 *
 * @example
 * ```ts
 * const steps = {
 *   list: { output: z.object({ orders: z.array(orderSchema) }) },
 *   ship: { type: 'map', dependsOn: ['list'], items: ref('/steps/list/output/orders') },
 * };
 * ```
 * @public
 */
export function ref(path: ReferencePath): { $ref: string } {
  return { $ref: path };
}
