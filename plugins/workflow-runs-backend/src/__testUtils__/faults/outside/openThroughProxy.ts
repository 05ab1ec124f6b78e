import createKnex, { Knex } from 'knex';
import { connectionOf } from '../../ScriptProcess';
import { DatabaseProxy } from './DatabaseProxy';

/**
 * The same database by way of a proxy that can cut the connections.
 *
 * @param pool - how many connections there may be
 */
export async function openThroughProxy(
  direct: Knex,
  pool: number,
): Promise<{ proxy: DatabaseProxy; knex: Knex }> {
  const options = connectionOf(direct);
  const { host, port } = options.connection as { host: string; port: number };
  const proxy = await DatabaseProxy.start({ host, port: Number(port) });
  const knex = createKnex({
    ...options,
    connection: {
      ...options.connection,
      host: '127.0.0.1',
      port: proxy.port,
    },
    pool: { min: 0, max: pool },
    // It would say of each connection what the tests expect of it.
    log: { warn() {}, error() {} },
  });
  return { proxy, knex };
}
