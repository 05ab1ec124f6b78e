import {
  Capabilities,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';

/** One place where an engine runs workflows. @public */
export interface EngineInstance {
  /** Unique in the portal; workflows are named `<id>/<name>`. */
  id: string;
  /** Whose its runs are; the engine does not say it, and no caller. */
  tenantId: string;
  /** Where its runs act: `production`. */
  environment: string;
  /** Runs of an `import` happened some time ago: they are shown and counted, and nobody is told of them. */
  mode: 'live' | 'import';
}

/**
 * An engine that runs workflows elsewhere, and is observed here.
 *
 * @public
 */
export interface RunEngine {
  /** `ingest`, `airflow`, … */
  readonly id: string;
  instances(): readonly EngineInstance[];
  /**
   * What can be asked of an instance, or of one of its runs; screens ask this, never which engine it is.
   *
   * @param run - the engine's own id, where it is about one run
   */
  capabilities(
    instance: EngineInstance,
    run?: { nativeId: string },
  ): Capabilities;
}

/** What has become of what was told. @public */
export interface Observed {
  runId: string;
  /** `waiting`: it is kept, and shown once the workflow is known. `gone`: the run was deleted here, and stays so. */
  outcome: 'changed' | 'unchanged' | 'waiting' | 'gone';
}

/**
 * Where observed engines tell of the runs of one instance.
 *
 * @public
 */
export interface RunSink {
  /**
   * Adds what a snapshot says to what is known of its run. Snapshots may be parts, come late, twice, or in any
   * order, and from several processes at once: what is known only grows, and the end that was told first stands.
   */
  observe(snapshot: RunSnapshot): Promise<Observed>;
}
