/** A page of a list that goes on behind `nextAfter`. */
export interface Page {
  items: readonly unknown[];
  nextAfter: string | null;
}

/** All pages of a list, as one page. */
export async function allPages<P extends Page>(
  load: (after?: string) => Promise<P>,
): Promise<P> {
  let all = await load();
  while (all.nextAfter) {
    const next = await load(all.nextAfter);
    all = { ...next, items: [...all.items, ...next.items] };
  }
  return all;
}
