import { NO_ITEM } from '../model/item';

/**
 * What a run executes one attempt of at a time: a step, one item of a fan-out, or the rollback of a
 * step. The machine knows them by one id: `key`, `key#3`, `key:compensate`. Keys of steps hold
 * neither `#` nor `:`.
 *
 * @public
 */
export interface Place {
  /** Key of the step, or of the rollback: `key`, `key:compensate`. */
  step: string;
  /** Index of the item; −1 where the step is no fan-out. */
  item: number;
}

const ROLLBACK = ':compensate';

/** @public */
export function unitId(step: string, item: number = NO_ITEM): string {
  return item === NO_ITEM ? step : `${step}#${item}`;
}

/** The place that a unit's id stands for. @public */
export function placeOf(id: string): Place {
  const at = id.indexOf('#');
  return at < 0
    ? { step: id, item: NO_ITEM }
    : { step: id.slice(0, at), item: Number(id.slice(at + 1)) };
}

/** @public */
export function isItem(id: string): boolean {
  return id.includes('#');
}

/** The key under which the rollback of a step is known. @public */
export function rollbackOf(step: string): string {
  return step + ROLLBACK;
}

/** @public */
export function isRollback(id: string): boolean {
  return id.endsWith(ROLLBACK);
}

/** The step that a rollback undoes. @public */
export function undoneBy(rollback: string): string {
  return rollback.slice(0, -ROLLBACK.length);
}
