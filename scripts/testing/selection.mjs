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

/**
 * The stages in groups that run at the same time; one that is `beside` runs with those before it.
 *
 * @template {{ beside?: boolean }} S
 * @param {S[]} stages
 * @returns {S[][]}
 */
export function groupStages(stages) {
  const groups = [];
  for (const stage of stages) {
    if (stage.beside && groups.length > 0) groups.at(-1).push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/**
 * The stages that are done meanwhile, and the groups of the others, one after the other.
 *
 * @template {{ beside?: boolean, meanwhile?: boolean }} S
 * @param {S[]} stages
 */
export function planStages(stages) {
  return {
    meanwhile: stages.filter(({ meanwhile }) => meanwhile),
    groups: groupStages(stages.filter(({ meanwhile }) => !meanwhile)),
  };
}
