/** The sections `stats` and `views`. */
export const views = {
  'stats.label': 'Alle sichtbaren Läufe',
  'stats.scope': 'alle sichtbaren',
  'stats.active': 'aktiv',
  'stats.pending': 'ausstehend',
  'stats.waiting': 'wartend',
  'stats.today': 'heute eingereiht:',
  'stats.todayCompleted': 'abgeschlossen',
  'stats.todayFailed': 'fehlgeschlagen',

  'views.title': 'Gespeicherte Ansichten',
  'views.label': 'Ansicht',
  'views.none': 'Keine',
  'views.edited': 'Bearbeitet',
  'views.mine': 'Eigene',
  'views.shared': 'Aus meinen Gruppen',
  'views.empty':
    'Noch keine gespeicherten Ansichten. Filter setzen und unter einem Namen speichern.',
  'views.errorRetry':
    'Die gespeicherten Ansichten konnten nicht geladen werden. {{reason}} Erneut versuchen',
  'views.openError': 'Die gespeicherte Ansicht konnte nicht geladen werden',
  'views.notFound':
    'Diese Ansicht existiert nicht, oder die Berechtigung dafür fehlt',
  'views.leave': 'Ansicht verlassen',
  'views.share': 'Link teilen',
  'views.save': 'Speichern',
  'views.dismiss': 'Verwerfen',
  'views.saveAs': 'Als neue Ansicht speichern…',
  'views.saveChanges': 'Änderungen speichern…',
  'views.rename': 'Umbenennen…',
  'views.deleteView': 'Löschen…',
  'views.delete': 'Löschen',
  'views.createTitle': 'Als Ansicht speichern',
  'views.saveTitle': 'Änderungen speichern',
  'views.renameTitle': 'Ansicht umbenennen',
  'views.saveHint':
    'Speichert Filter, Sortierung und Spalten, wie sie gerade sind.',
  'views.renameHint':
    'Filter, Sortierung und Spalten bleiben, wie sie gespeichert wurden.',
  'views.name': 'Name',
  'views.nameTaken': 'Eine andere Ansicht heißt bereits so',
  'views.description': 'Beschreibung',
  'views.owner': 'Gehört',
  'views.ownerMe': 'Mir',
  'views.ownerMeHint': 'Erscheint nur im eigenen Menü',
  'views.ownerGroupHint':
    'Alle in der Gruppe sehen sie. Jede Person sieht darin nur, wozu sie berechtigt ist.',
  'views.deleteTitle': '„{{name}}“ löschen?',
  'views.deleteMine': 'Links darauf funktionieren dann nicht mehr.',
  'views.deleteShared':
    'Sie verschwindet für alle in {{owner}}, und Links darauf funktionieren nicht mehr.',
  'views.forbidden':
    'Ansichten von Gruppen erfordern die Berechtigung {{permission}}. Als eigene Ansicht behalten oder die Zugriffsverwaltung des Portals fragen.',
  'views.changedMeanwhile':
    'Die Ansicht wurde inzwischen von jemand anderem geändert. Den aktuellen Stand laden und neu entscheiden, oder die eigene Fassung als neue Ansicht speichern.',
  'views.reload': 'Laden',
  'views.failed': 'Das hat nicht geklappt: {{message}}',
};
