/**
 * A page that shows all pictures of a run through the gallery, one row for each state.
 *
 * @param {Array<{ state: string, look: string, problems: string[] }>} seen
 * @param {import('./looks.mjs').Look[]} looks
 */
export function contactSheet(seen, looks) {
  const states = [...new Set(seen.map(({ state }) => state))];
  const cell = (state, look) => {
    const found = seen.find(each => each.state === state && each.look === look);
    if (!found) return '<td></td>';
    const file = `${look}/${state.replace('/', '.')}.png`;
    const problems = found.problems
      .map(problem => `<p>${escaped(problem)}</p>`)
      .join('');
    return `<td><a href="${file}"><img src="${file}" loading="lazy" alt=""></a>${problems}</td>`;
  };
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Gallery</title>
<style>
  body { font: 13px sans-serif; margin: 16px; }
  td { vertical-align: top; padding: 4px; }
  img { width: 420px; border: 1px solid #888; }
  p { color: #b00; max-width: 420px; overflow-wrap: anywhere; }
</style>
<table>
${states
  .map(
    state =>
      `<tr><th colspan="${looks.length}" align="left">${escaped(
        state,
      )}</th></tr><tr>${looks
        .map(({ name }) => cell(state, name))
        .join('')}</tr>`,
  )
  .join('\n')}
</table>
</html>
`;
}

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
