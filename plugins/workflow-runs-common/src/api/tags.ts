import { z } from 'zod';

/** How many tags a run has at most. @public */
export const MAX_TAGS = 50;

/** A tag as people write it. */
export const tagSchema = z.string().min(1).max(100);

/** The tags of a run from its beginning. */
export const tagsSchema = z.array(tagSchema).max(MAX_TAGS);
