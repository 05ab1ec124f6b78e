import { Problem } from '../toolchain/problem.mjs';

/**
 * The stages that `--only` and `--skip` leave, in their own order.
 *
 * @param {Array<{ id: string }>} stages
 * @param {{ only?: string, skip?: string }} selection comma-separated ids
 */
export function selectStages(stages, { only, skip }) {
  const known = stages.map(({ id }) => id);
  const parse = list => {
    const ids = list.split(',').map(id => id.trim());
    const unknown = ids.filter(id => !known.includes(id));
    if (unknown.length === 0) return new Set(ids);
    throw new Problem(
      `There is no test stage "${unknown.join('", "')}".`,
      `The stages are ${known.join(', ')}.`,
    );
  };
  const wanted = only ? parse(only) : new Set(known);
  const unwanted = skip ? parse(skip) : new Set();
  return stages.filter(({ id }) => wanted.has(id) && !unwanted.has(id));
}
