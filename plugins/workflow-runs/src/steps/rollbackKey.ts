const SUFFIX = ':compensate';

/** The key of the step that a rollback undoes; undefined where it is no rollback. */
export function undoneKeyOf(stepKey: string): string | undefined {
  return stepKey.endsWith(SUFFIX)
    ? stepKey.slice(0, -SUFFIX.length)
    : undefined;
}
