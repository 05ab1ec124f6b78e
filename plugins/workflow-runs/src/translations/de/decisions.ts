/** What humans are asked and what they step in for: `approvals`, `decisions` and `interventions`. */
export const decisions = {
  'approvals.label': 'Wartet auf eine Entscheidung',
  'approvals.title': '{{step}} wartet auf Freigabe',
  'approvals.validationTitle': 'Die Ausgabe von {{step}} wartet auf Freigabe',
  'approvals.asked': 'angefragt {{time}}',
  'approvals.mayDecide': 'Entscheidungsberechtigt',
  'approvals.anyone': 'Alle, die über Läufe entscheiden dürfen',
  'approvals.dueIn': 'Noch {{duration}}',
  'approvals.overdue': 'Seit {{duration}} überfällig',
  'approvals.dueAt': 'Frist: {{time}}',
  'approvals.escalated': 'Eskaliert an {{to}} {{time}}',
  'approvals.overdueNotice': 'Frist abgelaufen {{time}}',
  'approvals.reminders_one': 'Einmal erinnert, {{time}}',
  'approvals.reminders_other': '{{count}}-mal erinnert, zuletzt {{time}}',
  'approvals.about': 'Worum es geht',
  'approvals.nothingShown': 'Der Workflow sagt nichts weiter dazu.',
  'approvals.findings': 'Was die Validatoren festgestellt haben',
  'approvals.passed': 'bestanden',
  'approvals.notPassed': 'nicht bestanden',
  'approvals.score': 'Wert {{score}}',
  'approvals.note': 'Notiz (optional)',
  'approvals.approve': 'Freigeben',
  'approvals.reject': 'Ablehnen',
  'approvals.rejects.branch':
    'Bei Ablehnung nimmt der Lauf einen anderen Weg: {{steps}}.',
  'approvals.rejects.stop': 'Bei Ablehnung schlägt der Lauf fehl.',
  'approvals.rejects.undo_one':
    'Bei Ablehnung schlägt der Lauf fehl, und {{count}} Schritt wird zurückgerollt.',
  'approvals.rejects.undo_other':
    'Bei Ablehnung schlägt der Lauf fehl, und {{count}} Schritte werden zurückgerollt.',
  'approvals.rejects.hold':
    'Bei Ablehnung wird der Lauf angehalten, bis jemand entscheidet.',
  'approvals.rejects.unknown':
    'Was auf eine Ablehnung folgt, ist hier nicht bekannt.',
  'approvals.others': 'Gefragt sind andere: {{approvers}}',
  'approvals.decidedBy': '{{decision}} von {{actor}}',
  'approvals.decidedByNobody':
    '{{decision}}: Niemand hat rechtzeitig entschieden',
  'approvals.over': 'Ohne Entscheidung beendet: {{status}}',
  'approvals.hide': 'Ausblenden',
  'approvals.error': 'Worum es geht, konnte nicht geladen werden',
  'approvals.openStep': 'Schritt öffnen',

  'decisions.empty': 'Niemand wurde nach einer Entscheidung gefragt',
  'decisions.emptyHint':
    'Freigaben und Ausgaben, die Validatoren bezweifeln, erscheinen hier.',
  'decisions.error': 'Die Entscheidungen konnten nicht geladen werden',
  'decisions.step': 'Schritt',
  'decisions.about': 'Worüber',
  'decisions.decision': 'Entscheidung',
  'decisions.actor': 'Von',
  'decisions.asked': 'Angefragt',
  'decisions.took': 'Nach',
  'decisions.note': 'Notiz',
  'decisions.open': 'Offen',
  'decisions.overdue': 'überfällig',
  'decisions.nobody': 'Niemand rechtzeitig',
  'decisions.unsettled': 'Beendet, nicht entschieden',

  'interventions.heldLabel': 'Angehaltener Schritt',
  'interventions.heldTitle':
    '{{step}} ist fehlgeschlagen und wartet auf eine Entscheidung',
  'interventions.heldText':
    'Der Lauf geht weiter, sobald entschieden ist, was aus dem Schritt wird.',
  'interventions.retry': 'Erneut versuchen',
  'interventions.retryHint': 'Den Schritt noch einmal ausführen',
  'interventions.skipHint': 'Ohne ihn weitermachen',
  'interventions.completeHint': 'Seine Arbeit wurde bereits von Hand erledigt',
  'interventions.failHint': 'Den Lauf fehlschlagen lassen',
  'interventions.rollbackLabel': 'Rollback',
  'interventions.stuckTitle_one':
    '{{count}} Schritt konnte nicht zurückgerollt werden',
  'interventions.stuckTitle_other':
    '{{count}} Schritte konnten nicht zurückgerollt werden',
  'interventions.stuckText':
    'Der Lauf wartet auf eine Entscheidung. Fehlgeschlagenes erneut versuchen, überspringen und so lassen, oder den Rest des Rollbacks aufgeben.',
  'interventions.rollbackTitle_one':
    'Rollback: {{done}} von {{count}} Schritt rückgängig gemacht',
  'interventions.rollbackTitle_other':
    'Rollback: {{done}} von {{count}} Schritten rückgängig gemacht',
  'interventions.showLog': 'Protokoll anzeigen',
  'interventions.hideLog': 'Protokoll ausblenden',
  'interventions.resolve': 'Rollback aufgeben',
  'interventions.retryAll': 'Alle erneut versuchen',
  'interventions.log': 'Rollback-Protokoll',
  'interventions.step': 'Macht rückgängig',
  'interventions.status': 'Status',
  'interventions.attempts': 'Versuche',
  'interventions.error': 'Letzter Fehler',
  'interventions.toCome': 'Steht noch aus',
  'interventions.skipped': 'So belassen',
  'interventions.attempt': '{{number}}: {{message}}',
  'interventions.skip': 'Überspringen',
  'interventions.undone': 'Von Hand rückgängig gemacht',
  'interventions.actions': 'Aktionen',
  'interventions.actionsOf': 'Aktionen für {{step}}',
  'interventions.mixedLabel': 'Gemischtes Ergebnis',
  'interventions.partialTitle': 'Teilweise abgeschlossen',
  'interventions.leftTitle': 'Nicht alles wurde zurückgerollt',
  'interventions.succeeded_one': '{{count}} Schritt gelungen',
  'interventions.succeeded_other': '{{count}} Schritte gelungen',
  'interventions.skippedByHand_one':
    '{{count}} Schritt von einem Operator übersprungen',
  'interventions.skippedByHand_other':
    '{{count}} Schritte von einem Operator übersprungen',
  'interventions.skippedWithThem_one':
    '{{count}} Schritt in der Folge übersprungen',
  'interventions.skippedWithThem_other':
    '{{count}} Schritte in der Folge übersprungen',
  'interventions.tolerated':
    '{{failed}} von {{items}} Elementen fehlgeschlagen, was toleriert wurde',
  'interventions.rolledBack_one': '{{count}} Schritt zurückgerollt',
  'interventions.rolledBack_other': '{{count}} Schritte zurückgerollt',
  'interventions.leftAsTheyAre_one': '{{count}} Schritt so belassen',
  'interventions.leftAsTheyAre_other': '{{count}} Schritte so belassen',
  'interventions.next': 'Was jetzt möglich ist',
  'interventions.makeUp': 'Ab Schritt {{number}} erneut versuchen',
  'interventions.makeUpHint':
    'Holt nach, was ausgelassen wurde; alles andere behält seine Ergebnisse.',
  'interventions.rerunHint': 'Startet alles noch einmal als neuen Lauf.',
  'interventions.noteHint': 'Hält am Lauf fest, was unternommen wurde.',
  'interventions.note': 'Notiz hinzufügen',
  'interventions.resolution': 'Geklärt von {{actor}}: {{note}}',
  'interventions.resolutionNobody': 'Geklärt: {{note}}',
};
