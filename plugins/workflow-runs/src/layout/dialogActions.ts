/** The buttons of a dialog end where its content does. */
export const dialogActions = { padding: '12px 24px 16px' } as const;
