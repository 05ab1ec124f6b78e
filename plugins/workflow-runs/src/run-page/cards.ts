/** Ids of the cards that the header leads to. */
export const QUESTIONS_CARD = 'workflow-runs-questions';
export const HELD_CARD = 'workflow-runs-held';
export const ROLLBACK_CARD = 'workflow-runs-rollback';

/** Brings a card into view, and the keyboard to it. */
export function showCard(id: string) {
  const card = document.getElementById(id);
  card?.scrollIntoView({ block: 'center', behavior: 'auto' });
  card?.focus({ preventScroll: true });
}
