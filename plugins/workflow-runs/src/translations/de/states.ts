/** The sections `actions`, `json`, `live`, `states`, `clock` and `telemetry`. */
export const states = {
  'actions.notAvailable': 'Für diesen Lauf nicht verfügbar',

  'json.redacted': 'Vor dem Speichern entfernt: {{kind}}',
  'json.hashed':
    'Vor dem Speichern entfernt: {{kind}}. Gleiche Werte haben die Prüfsumme {{digest}}',
  'json.tokenized':
    'Getrennt und verschlüsselt aufbewahrt: {{kind}}. Wer Werte aufdecken darf, kann es mit Begründung sehen',
  'json.revealable':
    'Getrennt und verschlüsselt aufbewahrt: {{kind}}. Aufdecken',
  'json.more': '{{lines}} weitere Zeilen anzeigen',

  'live.live': 'Live',
  'live.connecting': 'Verbindet',
  'live.reconnecting': 'Verbindet neu',
  'live.delayed': '{{age}} verzögert',
  'live.disconnected': 'Getrennt',
  'live.paused': 'Pausiert',
  'live.explain.live': 'Änderungen erscheinen sofort',
  'live.explain.connecting': 'Verbindung zum Live-Stream wird aufgebaut',
  'live.explain.delayed': 'Der Live-Datenstrom schweigt länger, als er sollte',
  'live.explain.paused':
    'Der Tab war eine Weile verborgen; der Live-Datenstrom geht weiter, sobald er zu sehen ist',
  'live.explain.reconnecting':
    'Der Live-Stream ist abgerissen; die Verbindung wird neu aufgebaut',
  'live.explain.polling':
    'Der Live-Stream hält nicht; stattdessen wird alle paar Sekunden abgefragt',
  'live.explain.disconnected':
    'Das Backend ist nicht erreichbar; es wird weiter versucht',

  'states.loading': 'Wird geladen',
  'states.retry': 'Erneut versuchen',
  'states.details': 'Details',
  'states.forbidden': 'Keine Berechtigung, dies zu sehen',
  'states.forbiddenPermission':
    'Dafür ist die Berechtigung {{permission}} nötig. Sie wird von der Zugriffsverwaltung des Portals vergeben.',
  'states.forbiddenUnknown':
    'Die Zugriffsverwaltung des Portals kann weiterhelfen.',
  'states.stale': 'Stand von vor {{age}}. {{reason}}',
  'states.errors.notFound':
    'Bitte den Link prüfen oder nachfragen, woher er kommt.',
  'states.errors.forbidden': 'Keine Berechtigung, dies zu sehen.',
  'states.errors.signedOut': 'Die Sitzung ist abgelaufen. Bitte neu anmelden.',
  'states.errors.conflict': 'Im aktuellen Zustand ist das nicht möglich.',
  'states.errors.invalid': 'Das Backend hat die Anfrage abgewiesen.',
  'states.errors.network': 'Das Backend ist nicht erreichbar.',
  'states.errors.server': 'Im Backend ist ein Fehler aufgetreten.',
  'states.slow': 'Das dauert länger als üblich.',
  'states.crashed': '{{part}} lässt sich nicht zeigen',
  'states.crashedHint':
    'Etwas darin ist anders, als diese Version des Portals es erwartet. Der Rest der Seite geht weiter.',
  'json.cut': 'So beginnt es: der Rest ist zu lang, um ihn zu zeigen.',
  'json.cutText': '({{characters}} weitere Zeichen)',
  'clock.ahead': 'Die Uhr dieses Geräts geht {{by}} vor.',
  'clock.behind': 'Die Uhr dieses Geräts geht {{by}} nach.',
  'clock.explain': 'Alter und Dauer richten sich nach der Uhr des Portals.',
  'live.polled':
    'Alle paar Sekunden neu gelesen: der Live-Datenstrom hält nicht. {{reason}}',
  'live.lost': 'Die Live-Verbindung ist verloren. Sie wird neu aufgebaut.',
  'live.back': 'Wieder live',
  'telemetry.missing': '{{provider}} weiß nichts von diesem Lauf.',
  'telemetry.down': '{{provider}} antwortet nicht.',
  'telemetry.slow': '{{provider}} braucht zu lange.',
  'telemetry.forbidden': '{{provider}} lässt dieses Portal nicht lesen.',
  'telemetry.malformed': 'Die Antwort von {{provider}} ist nicht zu lesen.',
  'telemetry.too_large':
    '{{provider}} hat mehr geantwortet, als sich zeigen lässt.',
  'telemetry.unaskable':
    '{{provider}} kann nach diesem Lauf nicht gefragt werden.',
  'telemetry.retry': 'Noch einmal fragen',
};
