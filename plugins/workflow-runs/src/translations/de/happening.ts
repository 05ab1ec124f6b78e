/** What happens to a run and what has happened: `happened` and `now`. */
export const happening = {
  'happened.failedTitle': 'Was geschehen ist',
  'happened.canceledTitle': 'Abgebrochen',
  'happened.failed_one':
    'Schritt {{step}} ist beim ersten Versuch fehlgeschlagen: {{message}}',
  'happened.failed_other':
    'Schritt {{step}} hat nach {{count}} Versuchen aufgegeben: {{message}}',
  'happened.failedNoStep': 'Der Lauf ist fehlgeschlagen: {{message}}',
  'happened.skipped_one': '{{count}} späterer Schritt wurde übersprungen.',
  'happened.skipped_other': '{{count}} spätere Schritte wurden übersprungen.',
  'happened.canceledBy': '{{actor}} hat den Lauf abgebrochen.',
  'happened.canceled': 'Der Lauf wurde abgebrochen.',
  'happened.canceledReason': 'Grund: {{reason}}',
  'happened.canceledAfter':
    '{{completed}} von {{total}} Schritten waren abgeschlossen.',
  'happened.attempts_one': '{{count}} Versuch',
  'happened.attempts_other': '{{count}} Versuche',
  'happened.expectedRetries_one': '{{count}} erwartete Wiederholung',
  'happened.expectedRetries_other': '{{count}} erwartete Wiederholungen',
  'happened.unexpectedRetries_one': '{{count}} unerwartete Wiederholung',
  'happened.unexpectedRetries_other': '{{count}} unerwartete Wiederholungen',
  'happened.skippedFact_one': '{{count}} Schritt übersprungen',
  'happened.skippedFact_other': '{{count}} Schritte übersprungen',
  'happened.openStep': 'Schritt {{number}} öffnen',

  'now.title': 'Jetzt',
  'now.step': 'Schritt {{number}} {{name}}',
  'now.attempt': 'Versuch {{number}}',
  'now.retryIn': 'nächster Versuch in {{duration}}',
  'now.more': '{{steps}} weitere',
  'now.nothing': 'Kein Schritt läuft',
  'now.blocked': 'Wartet: {{reason}}',
  'now.notices.intervention':
    'Ein Rollback ist fehlgeschlagen: erneut versuchen, überspringen oder den Lauf klären',
  'now.notices.poison':
    'Pausiert, weil ein Schritt mehrmals seinen Worker mitgerissen hat',
  'now.notices.held':
    'Ein Schritt ist endgültig fehlgeschlagen: ein Operator entscheidet',
  'now.waits.held':
    'fehlgeschlagen: erneut versuchen, überspringen oder manuell abschließen',
  'now.waits.time': 'wartet bis {{until}}',
  'now.waits.event': 'wartet auf das Ereignis {{name}}',
  'now.waits.eventUntil': 'wartet auf das Ereignis {{name}}, bis {{until}}',
  'now.waits.child': 'wartet auf {{name}}',
  'now.waits.approval': 'wartet auf Freigabe',
  'now.waits.approvalBy': 'wartet auf Freigabe durch {{approvers}}',
  'now.waits.validation': 'die Ausgabe wartet auf Freigabe',
  'now.waits.items': 'wartet auf die Elemente',
  'now.waits.due': 'fällig {{until}}',
  'now.runState': 'Zustand des Laufs',
  'now.stateOf': '{{status}} seit {{duration}}',
};
