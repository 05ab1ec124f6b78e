import { LaneDatabase, LaneTransaction } from '../../../database/LaneDatabase';
import { Point } from '../points';

/** A lane that passes the points of a transaction. */
export function laneWithPoints(
  lane: LaneDatabase,
  pass: (point: Point) => void,
): LaneDatabase {
  return {
    async transaction(work) {
      pass('batch.waiting');
      const result = await lane.transaction(async tx => {
        pass('batch.begun');
        const written = await work(transactionWithPoints(tx, pass));
        pass('batch.written');
        return written;
      });
      pass('commit.answered');
      return result;
    },
  };
}

function transactionWithPoints(
  tx: LaneTransaction,
  pass: (point: Point) => void,
): LaneTransaction {
  return {
    insertIfAbsent: (...args) => tx.insertIfAbsent(...args),
    update: (...args) => tx.update(...args),
    select: (...args) => tx.select(...args),
    find: (...args) => tx.find(...args),
    async lock(table, ...args) {
      const rows = await tx.lock(table, ...args);
      if (table === 'run_live' && rows.length > 0) pass('batch.locked');
      return rows;
    },
    apply(group) {
      const applied = tx.apply(group).then(() => pass('batch.applied'));
      // As in the lane itself: whoever does not wait for it hears of its failure at the commit.
      applied.catch(() => {});
      return applied;
    },
    insert(table, rows) {
      if (table === 'run_logs' && rows.length > 0) pass('lines.writing');
      return tx.insert(table, rows);
    },
    async append(events, heads) {
      const position = await tx.append(events, heads);
      pass('batch.numbered');
      return position;
    },
  };
}
