/** The section `settings`. */
export const settings = {
  'settings.title': 'Administration',
  'settings.tab.privacy': 'Privacy',
  'settings.tab.retention': 'Retention',
  'settings.tab.audit': 'Audit',
  'settings.tab.keys': 'Keys',
} as const;
