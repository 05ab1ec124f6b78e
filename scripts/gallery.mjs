/*
 * npm run gallery: takes pictures of every state of every screen, in both themes and at two widths, and
 * checks them. Pictures that it does not take anew stay.
 *
 *   npm run gallery                                          all of them
 *   npm run gallery -- --only run-page,launch --look dark    some: by parts of their names
 */
import { parseArgs } from 'node:util';

import { lookAtGallery } from './testing/gallery/gallery.mjs';
import { LOOKS } from './testing/gallery/looks.mjs';
import { runStage } from './testing/stage.mjs';
import { closingLine } from './testing/summary.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string' }, look: { type: 'string' } },
});
const named = text => {
  const parts = (text ?? '').split(',');
  return name => parts.some(part => name.includes(part));
};
const isLook = named(values.look);
const result = await runStage({
  id: 'gallery',
  title: 'Gallery',
  run: () =>
    lookAtGallery(
      LOOKS.filter(({ name }) => isLook(name)),
      named(values.only),
    ),
});
console.log(closingLine([result]));
process.exit(result.failed > 0 ? 1 : 0);
