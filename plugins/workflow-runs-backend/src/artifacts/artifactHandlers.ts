import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import type { HandlerOptions, Handlers } from '../api/handlers';
import { unlessKnown } from '../api/unlessKnown';
import { withAudit } from '../api/withAudit';
import { toIso } from '../database/time';
import { held } from './held';
import { sendArtifact } from './sendArtifact';

type ArtifactRouteId =
  | 'listArtifacts'
  | 'downloadArtifact'
  | 'getArtifactUrl'
  | 'downloadSignedArtifact';

/** Handlers of the files that runs have made. */
export function createArtifactHandlers({
  details,
  stores,
  urls,
  baseUrl,
  now,
  auditor,
}: HandlerOptions): Pick<Handlers, ArtifactRouteId> {
  const existingArtifact = async (runId: string, artifactId: string) => {
    const found = await details.artifact(runId, artifactId);
    if (found) return found;
    throw new NotFoundError(`The run has no artifact '${artifactId}'`);
  };
  return {
    listArtifacts: async ({ params }, context) => {
      const run = await context.runs.getRunFor(
        permissionNames.runReadIo,
        params.runId,
      );
      return unlessKnown(run, context, async () => ({
        items: await details.artifacts(run.id),
      }));
    },

    downloadArtifact: async ({ params }, { runs, request, response }) => {
      const { id } = await runs.getRunFor(
        permissionNames.runReadIo,
        params.runId,
      );
      const found = await existingArtifact(id, params.artifactId);
      await sendArtifact(
        request,
        response,
        held(found.artifact),
        stores.of(found.store),
      );
    },

    // Whoever gets the link needs no credentials: who has made it is the last that is known.
    getArtifactUrl: async ({ params, query }, { runs, request, response }) =>
      withAudit(
        auditor,
        request,
        { eventId: 'run-fetch', actionType: 'link_artifact', meta: params },
        async () => {
          const { id } = await runs.getRunFor(
            permissionNames.runReadIo,
            params.runId,
          );
          const { artifact } = await existingArtifact(id, params.artifactId);
          held(artifact);
          const expiresAt = now() + query.expiresInSeconds * 1_000;
          response.set('Cache-Control', 'no-store');
          return {
            url: `${await baseUrl()}/v1${urls.pathOf(artifact.id, expiresAt)}`,
            expiresAt: toIso(expiresAt),
          };
        },
      ),

    downloadSignedArtifact: async (
      { params, query },
      { request, response },
    ) => {
      if (!urls.isGood(params.artifactId, query)) {
        throw new NotAllowedError('The link has expired, or was changed');
      }
      const found = await details.artifactOfAnyRun(params.artifactId);
      if (!found) throw new NotFoundError('The artifact is not there any more');
      await sendArtifact(
        request,
        response,
        held(found.artifact),
        stores.of(found.store),
      );
    },
  };
}
