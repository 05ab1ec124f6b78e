import { Knex } from 'knex';
import { Content } from './Order';
import { Due } from './Outbox';

/**
 * What is said of an episode of failures, with its group if that is known already.
 *
 * @returns undefined where somebody has put the group to rest
 */
export async function episodeContent(
  knex: Knex,
  { content, fingerprint, failures, workflowId, environment, ...due }: Due,
  now: number,
): Promise<Content | undefined> {
  const workflow = await knex('workflows')
    .where({ id: workflowId })
    .first('title');
  const group = await knex('failure_groups').where({ fingerprint }).first();
  const isOver = due.isSettled && due.sentTo !== null;
  const rests = group?.state === 'snoozed' && Number(group.snoozed_until) > now;
  if (rests && !isOver) return undefined;
  const runs = `${failures} ${failures === 1 ? 'run' : 'runs'}`;
  const link = group ? `/workflow-runs/failures/${group.id}` : content.link;
  if (isOver) {
    return {
      title: `${workflow.title} works again`,
      description: `${runs} had failed · ${environment}`,
      link,
      severity: 'low',
    };
  }
  if (failures === 1) return content;
  const [what] = content.description.split(' · ');
  return {
    ...content,
    title: `${workflow.title}: ${runs} failed`,
    description: `${what} · ${environment}`,
    link,
  };
}
