/** Whose runs, and of which workflow: what policies may be limited to. */
export interface Scope {
  tenantId: string;
  /** `<engine>/<name>`. */
  workflow: string;
}
