/**
 * A ref for the field in which readers go on once they have opened what it is in. The field of a page
 * does not take the focus by itself.
 */
export function focusOnOpen(field: HTMLElement | null): void {
  field?.focus();
}
