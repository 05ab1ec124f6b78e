/** Whether a database, a transaction or a query of it is one of SQLite; otherwise it is PostgreSQL. */
export function isSqlite({ client }: { client: any }): boolean {
  return client.config.client.includes('sqlite');
}
