/** The section `settings`. */
export const settings = {
  'settings.title': 'Verwaltung',
  'settings.tab.privacy': 'Datenschutz',
  'settings.tab.retention': 'Aufbewahrung',
  'settings.tab.audit': 'Audit',
  'settings.tab.keys': 'Schlüssel',
};
