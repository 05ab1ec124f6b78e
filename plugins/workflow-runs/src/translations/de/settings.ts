/** The section `settings`. */
export const settings = {
  'settings.title': 'Einstellungen',
  'settings.tab.privacy': 'Datenschutz',
  'settings.tab.retention': 'Aufbewahrung',
  'settings.tab.audit': 'Audit',
  'settings.tab.keys': 'Schlüssel',
};
