/** What is expected of the runs of workflows: `slos`. */
export const slos = {
  'slos.title': 'Ziele',
  'slos.error': 'Die Ziele konnten nicht geladen werden',
  'slos.objective.success_rate':
    'Erfolgsquote: {{target}} der Läufe werden abgeschlossen',
  'slos.objective.p95_duration':
    'Dauer: {{target}} der abgeschlossenen Läufe brauchen höchstens {{duration}}',
  'slos.short.success_rate': 'Erfolgsquote ≥ {{target}}',
  'slos.short.p95_duration': 'p95-Dauer ≤ {{duration}}',
  'slos.in': '{{objective}} in {{environment}}',
  'slos.window_one': 'letzter {{count}} Tag',
  'slos.window_other': 'letzte {{count}} Tage',
  'slos.scope': '{{window}}, festgelegt in: {{source}}',
  'slos.source.annotation': 'Katalogeintrag',
  'slos.source.definition': 'Definition',
  'slos.source.configuration': 'Konfiguration',
  'slos.severity.exhausted': 'Budget aufgebraucht',
  'slos.severity.fast_burn': 'Schneller Verbrauch',
  'slos.severity.slow_burn': 'Langsamer Verbrauch',
  'slos.severity.ok': 'Im Ziel',
  'slos.severity.few': 'Zu wenige Läufe für ein Urteil',
  'slos.good.success_rate': '{{good}} von {{runs}} Läufen abgeschlossen',
  'slos.good.p95_duration':
    '{{good}} von {{runs}} abgeschlossenen Läufen waren schnell genug',
  'slos.budget': 'Fehlerbudget',
  'slos.budgetLeft': '{{share}} übrig: {{left}} von {{total}} Läufen',
  'slos.budgetOver': 'um {{left}} Läufe überzogen, von {{total}}',
  'slos.budgetGone': 'aufgebraucht, alle {{total}} Läufe',
  'slos.budgetNone': 'noch von keinem Lauf beansprucht',
  'slos.budgetFew':
    '{{used}} von {{total}} Läufen verbraucht, zu wenige für einen Anteil',
  'slos.bad.success_rate_one': '{{count}} fehlgeschlagener Lauf',
  'slos.bad.success_rate_other': '{{count}} fehlgeschlagene Läufe',
  'slos.bad.p95_duration_one': '{{count}} langsamer Lauf, der längste zuerst',
  'slos.bad.p95_duration_other':
    '{{count}} langsame Läufe, die längsten zuerst',
  'slos.noBad.success_rate': 'Kein Lauf schlug fehl',
  'slos.noBad.p95_duration': 'Kein Lauf war zu langsam',
  'slos.burn': 'Verbrauchsrate',
  'slos.burnHint':
    'Wie schnell das Budget verbraucht wird. 1× braucht es genau bis zum Ende des Zeitraums auf.',
  'slos.burnOf': '{{bad}} schlechte von {{runs}}',
  'slos.burnNone': 'kein Lauf',
  'slos.burnWindow.PT1H': '1 Std.',
  'slos.burnWindow.PT6H': '6 Std.',
  'slos.burnWindow.PT24H': '24 Std.',
  'slos.burnWindow.PT72H': '72 Std.',
  'slos.chart': 'Übriges Budget, Tag für Tag',
  'slos.columns.objective': 'Ziel',
  'slos.columns.state': 'Stand',
  'slos.columns.reached': 'Erreicht',
  'slos.columns.left': 'Budget übrig',
  'slos.columns.bad': 'Schlechte Läufe',
  'slos.columns.burn': 'Verbrauchsrate 1 / 6 / 72 Std.',
  'slos.capped':
    'Nicht alle sichtbaren Läufe sind gezählt: Es sind zu viele, um sie einzeln anzusehen.',
  'slos.accuracy':
    'Dauern werden in Stufen von 2 % gezählt: Ein Lauf, der um höchstens 1 % vom Ziel abweicht, kann falsch eingeordnet sein.',
  'slos.refused': 'Die Annotation {{annotation}} gilt nicht. {{problems}}',
  'slos.problem': '{{field}}: {{message}}.',
  'slos.empty': 'Kein Ziel gesetzt',
  'slos.emptyHint':
    'Mit einem Ziel für die Läufe steht hier, wie viel noch schiefgehen darf. Zum Beispiel mit einer Annotation am Katalogeintrag:',
  'slos.copy': 'Annotation kopieren',
  'slos.all.title': 'Verfehlte oder gefährdete Ziele',
  'slos.all.scope_one': 'Von {{count}} Workflow mit einem Ziel',
  'slos.all.scope_other': 'Von {{count}} Workflows mit einem Ziel',
  'slos.all.scopeWithout_one':
    'Von {{count}} Workflow mit einem Ziel; ohne Ziel: {{without}}',
  'slos.all.scopeWithout_other':
    'Von {{count}} Workflows mit einem Ziel; ohne Ziel: {{without}}',
  'slos.all.none': 'Alle Ziele sind erreicht, kein Budget ist gefährdet',
  'slos.all.empty': 'Kein Workflow hat hier ein Ziel',
  'slos.all.emptyHint':
    'Ein Ziel lässt sich mit einer Annotation am Katalogeintrag, in der Definition oder in der Konfiguration setzen.',
  'slos.health': 'Ziele',
};
