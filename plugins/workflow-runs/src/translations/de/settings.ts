/** The sections `settings` and `keys`. */
export const settings = {
  'settings.title': 'Verwaltung',
  'settings.tab.webhooks': 'Webhooks',
  'settings.tab.alerts': 'Alarmregeln',
  'settings.tab.privacy': 'Datenschutz',
  'settings.tab.retention': 'Aufbewahrung',
  'settings.tab.audit': 'Audit',
  'settings.tab.keys': 'Schlüssel',
  'settings.tab.engines': 'Engines',
  'keys.about':
    'Engines bewahren rohe Ein- und Ausgaben von Läufen versiegelt auf, jeder Lauf mit einem eigenen Schlüssel und dieser mit einem von diesen. Sie stehen in der Konfiguration des Backends; dort wird ein weiterer hinzugefügt, um sie zu wechseln.',
  'keys.title': 'Schlüssel, die versiegeln, was Engines von Läufen behalten',
  'keys.error': 'Der Zustand der Schlüssel konnte nicht geladen werden',
  'keys.empty': 'Kein Schlüssel ist konfiguriert und kein Lauf versiegelt',
  'keys.emptyHint': 'Schlüssel stehen in workflowRuns.encryption.keys',
  'keys.id': 'Schlüssel',
  'keys.state': 'Zustand',
  'keys.runs': 'Läufe',
  'keys.active': 'Aktiv: versiegelt Neues',
  'keys.older': 'Älter: öffnet, was er versiegelt hat',
  'keys.missing': 'Nicht konfiguriert: lässt sich nicht öffnen',
  'keys.generated':
    'Dieser Schlüssel wurde für die Entwicklung erzeugt und liegt neben der Datenbank: keine Sicherung hat ihn. Einer gehört in workflowRuns.encryption.keys, bevor es auf Gespeichertes ankommt.',
  'keys.unreadable_one':
    'Was Engines von {{count}} Lauf behalten, lässt sich nicht öffnen: sein Schlüssel ist nicht konfiguriert. Er kann weder weiterlaufen noch wiederholt werden, bis der Schlüssel wieder da ist.',
  'keys.unreadable_other':
    'Was Engines von {{count}} Läufen behalten, lässt sich nicht öffnen: ihr Schlüssel ist nicht konfiguriert. Sie können weder weiterlaufen noch wiederholt werden, bis er wieder da ist.',
  'keys.left_one':
    'Der Schlüssel von {{count}} Lauf ist noch mit einem älteren Schlüssel verpackt.',
  'keys.left_other':
    'Die Schlüssel von {{count}} Läufen sind noch mit einem älteren Schlüssel verpackt.',
  'keys.underWay': 'Sie werden gerade neu verpackt.',
  'keys.waiting': 'Ein Backend verpackt sie binnen einer Minute neu.',
  'keys.rotated':
    'Kein älterer Schlüssel wird mehr gebraucht: er kann aus der Konfiguration, sobald jedes Backend den neuen an erster Stelle hat.',
  'keys.shred': 'Schlüssel vernichten …',
  'keys.shredTitle': 'Schlüssel endgültig vernichten?',
  'keys.shredConfirm': 'Vernichten',
  'keys.shredEffect':
    'Was Engines von diesen Läufen behalten, ihre rohen Ein- und Ausgaben, kann dann niemand mehr lesen, weder hier noch in späteren Sicherungen. Die Läufe lassen sich nicht mehr wiederholen. Was der Bildschirm geschwärzt von ihnen zeigt, bleibt, bis die Aufbewahrung es löscht. Läufe, die noch laufen, behalten ihre Schlüssel.',
  'keys.shredWhat': 'Wovon',
  'keys.shredRun': 'Ein beendeter Lauf',
  'keys.shredTenant': 'Alle Läufe eines Mandanten',
  'keys.shredRunId': 'Id des Laufs',
  'keys.shredTenantId': 'Id des Mandanten',
  'keys.shredReason': 'Grund (erforderlich)',
  'keys.shredReasonHint':
    'Er steht im Audit-Protokoll, solange es aufbewahrt wird',
  'keys.shredDone':
    'Die Schlüssel von {{shredded}} Läufen sind vernichtet; {{goingOn}} Läufe laufen noch',
};
