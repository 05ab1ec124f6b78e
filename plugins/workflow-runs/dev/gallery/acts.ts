import { screen, waitFor } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';

/** Something that the reader of a screen does, or that happens to it. */
export type Act = (api: FakeWorkflowRuns) => Promise<unknown>;

/** Looked for by hand: the queries by role work out the role and the name of all that a page has. */
const PRESSED = [
  'a[href]',
  'button',
  'input',
  'summary',
  ...['button', 'tab', 'option', 'gridcell'].map(role => `[role=${role}]`),
  '[role^=menuitem]',
].join(',');
/** Long, because pictures are taken on machines that have much else to do. */
const TIMEOUT_MS = 20_000;

const user = userEvent.setup({ delay: null });

/** Nobody is faster than the screen: effects of what was just drawn have run by then. */
const drawn = () =>
  new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** Presses one thing after another, by the names that they have. */
export function press(...names: (string | RegExp)[]): Act {
  return async () => {
    for (const name of names) {
      const found = await pressable(name);
      await drawn();
      await user.click(found);
    }
  };
}

/** Types into the field of a label, in place of what is in it. */
export function type(label: string | RegExp, text: string): Act {
  return async () => {
    const field = await screen.findByLabelText(
      label,
      {},
      { timeout: TIMEOUT_MS },
    );
    await user.clear(field);
    // Braces and brackets stand for keys, unless they are doubled.
    await user.type(field, text.replace(/[{[]/g, '$&$&'));
  };
}

/** Presses keys: `{Enter}`. */
export function keys(text: string): Act {
  return () => user.keyboard(text);
}

/** Waits for a text, wherever it stands. */
export function see(text: string | RegExp): Act {
  return () =>
    screen.findAllByText(text, { exact: false }, { timeout: TIMEOUT_MS });
}

/** Lets the tab be seen again, which makes lists look what is new. */
export const lookAgain: Act = async () => {
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};

/** One thing after another. */
export function inTurn(...acts: Act[]): Act {
  return async api => {
    for (const act of acts) await act(api);
  };
}

/** The last one that is to be seen: dialogs and menus come after what they were opened from. */
async function pressable(name: string | RegExp): Promise<HTMLElement> {
  return waitFor(
    () => {
      const found = [...document.querySelectorAll<HTMLElement>(PRESSED)].filter(
        each =>
          isNamed(each, name) &&
          each.getClientRects().length > 0 &&
          !each.matches(':disabled') &&
          !each.closest('[aria-hidden=true]'),
      );
      if (found.length === 0) throw new Error(`There is no ${name} to press`);
      return found[found.length - 1];
    },
    { timeout: TIMEOUT_MS },
  );
}

function isNamed(element: HTMLElement, name: string | RegExp): boolean {
  const [label] = (element as HTMLInputElement).labels ?? [];
  const words = (
    element.getAttribute('aria-label') ??
    (label ?? element).textContent ??
    ''
  ).trim();
  return typeof name === 'string' ? words === name : name.test(words);
}
