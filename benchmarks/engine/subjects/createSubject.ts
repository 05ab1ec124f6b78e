import { Place } from '../../connect';
import { DbosSubject } from './DbosSubject';
import { EmbeddedSubject } from './EmbeddedSubject';
import { OpenWorkflowSubject } from './OpenWorkflowSubject';
import { Load, Subject } from './Subject';

/** Starts a subject by its name, on an empty database. */
export async function createSubject(
  name: string,
  place: Place,
  load: Load,
): Promise<Subject> {
  if (name === 'embedded') return EmbeddedSubject.create(place, load);
  if (place.kind === 'postgres') {
    if (name === 'dbos') return DbosSubject.create(place.url, load);
    if (name === 'openworkflow') {
      return OpenWorkflowSubject.create(place.url, load);
    }
  }
  throw new Error(`There is no subject ${name} on ${place.kind}`);
}
