import { ArtifactStore } from '../artifacts/ArtifactStore';
import { ArtifactStores } from '../artifacts/ArtifactStores';
import { DatabaseArtifactStore } from '../artifacts/DatabaseArtifactStore';
import { ElsewhereStore } from '../artifacts/ElsewhereStore';
import { FolderArtifactStore } from '../artifacts/FolderArtifactStore';
import { WorkflowRunsConfig } from '../config';
import { ForecastQueries } from '../forecast/ForecastQueries';
import { Cursors } from '../queries/cursor';
import { RunCounts } from '../queries/RunCounts';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { Signer } from '../sealing/Signer';
import { SloQueries } from '../slos/SloQueries';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { Core } from './openCore';

/** What is read by more than one part. */
export type Reading = ReturnType<typeof createReading>;

export function createReading(
  { knex, keys, now }: Core,
  config: WorkflowRunsConfig,
) {
  const workflows = new WorkflowQueries(knex);
  const cursors = new Cursors(new Signer(keys, 'cursors'));
  const { artifactFolder } = config;
  const others: [ArtifactStore, ...ArtifactStore[]] = [
    new DatabaseArtifactStore(knex),
    new ElsewhereStore(),
  ];
  return {
    workflows,
    cursors,
    runs: new RunQueries(knex, cursors),
    counts: new RunCounts(knex),
    details: new RunDetailQueries(knex, workflows),
    forecasts: new ForecastQueries(knex, workflows, now),
    slos: new SloQueries({ knex, rules: config.slos, now }),
    // What is new goes into the first.
    stores: new ArtifactStores(
      artifactFolder === undefined
        ? others
        : [new FolderArtifactStore(artifactFolder), ...others],
    ),
  };
}
