/* eslint-env browser -- what is evaluated in a page */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/**
 * What is wrong with the page as it is.
 *
 * @param {import('@playwright/test').Page} page with axe-core in it
 * @param {import('./looks.mjs').Look} look
 * @returns {Promise<string[]>}
 */
export async function checkPage(page, look) {
  return [
    ...(await checkWidth(page)),
    ...(look.still ? await checkMotion(page) : []),
    ...(await checkAccess(page)),
  ];
}

async function checkWidth(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const widest = [...document.querySelectorAll('body *')]
      .filter(each => each.getBoundingClientRect().right > clientWidth + 1)
      .map(each => each.getAttribute('class') ?? each.tagName)
      .slice(-2);
    return [
      `scrolls sideways: ${scrollWidth} px in ${clientWidth} px (${widest.join(
        ', ',
      )})`,
    ];
  });
}

async function checkMotion(page) {
  return page.evaluate(() => {
    const moving = document
      .getAnimations()
      .filter(each => each.playState === 'running')
      .map(each => each.effect.target?.getAttribute('class'));
    return moving.length > 0 ? [`moves: ${[...new Set(moving)]}`] : [];
  });
}

async function checkAccess(page) {
  return page.evaluate(async tags => {
    const { violations } = await window.axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(
            ({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`,
          )
          .join(' | ')}`,
    );
  }, TAGS);
}
