/** The sections `launch`, `execution` and `entity`. */
export const launch = {
  'launch.button': 'Workflow starten',
  'launch.buttonRun': 'Lauf starten',
  'launch.title': '{{workflow}} starten',
  'launch.chooseTitle': 'Einen Workflow starten',
  'launch.choose': 'Workflow wählen',
  'launch.search': 'Workflow suchen',
  'launch.noWorkflows': 'Es ist kein Workflow sichtbar',
  'launch.noWorkflowsHint':
    'Workflows kommen aus den Modulen, die im Backend installiert sind.',
  'launch.noMatch': 'Kein Workflow passt zu „{{text}}“',
  'launch.back': 'Anderen Workflow wählen',
  'launch.noInput': 'Dieser Workflow braucht keine Eingabe.',
  'launch.input': 'Eingabe (JSON)',
  'launch.freeHint':
    'Was dieser Workflow braucht, weiß seine Engine: ein JSON-Objekt. Unverändert bekommt er nichts.',
  'launch.exampleHint':
    'Wie der letzte Lauf sie bekommen hat. Ändern, was anders sein soll.',
  'launch.exampleRedacted':
    'Wie der letzte Lauf sie bekommen hat, ohne das, was vor dem Speichern entfernt wurde. Bitte ergänzen.',
  'launch.options': 'Optionen',
  'launch.environment': 'Umgebung',
  'launch.priority': 'Priorität',
  'launch.tags': 'Tags',
  'launch.tagsHint': 'Durch Kommas getrennt',
  'launch.businessEventId': 'ID des Geschäftsereignisses',
  'launch.businessEventIdHint':
    'Ein zweiter Start mit derselben ID findet den ersten Lauf, statt einen weiteren zu starten',
  'launch.submit': 'Starten',
  'launch.submitting': 'Wird gestartet',
  'launch.dismiss': 'Verwerfen',
  'launch.failed': 'Der Lauf wurde nicht gestartet: {{message}}',
  'launch.invalid':
    'Die Eingabe verletzt das Schema des Workflows. Siehe die Felder.',
  'launch.workflowError': 'Der Workflow konnte nicht geladen werden',
  'launch.workflowsError': 'Die Workflows konnten nicht geladen werden',

  'execution.cancel': 'Lauf abbrechen',
  'execution.cancelText':
    'Laufende Schritte erhalten das Signal zum Anhalten, spätere werden nicht ausgeführt. Was abgeschlossen ist und rückgängig gemacht werden kann, wird zurückgerollt. Einen abgebrochenen Lauf kann man erneut versuchen.',
  'execution.label': 'Lauf von {{workflow}}',
  'execution.refresh': 'Aktualisieren',
  'execution.polling': 'Abfrage alle {{interval}}',
  'execution.loadedAt': 'Stand: {{age}}',
  'execution.retry': 'Erneut versuchen',
  'execution.retryStep': 'Schritt {{number}} {{name}} erneut versuchen',
  'execution.refused': 'Das war nicht möglich: {{message}}',
  'execution.attempts_one': '{{count}} Versuch',
  'execution.attempts_other': '{{count}} Versuche',

  'entity.runs': 'Läufe',
  'entity.runDetail': 'Laufdetails',
  'launch.noDefinition': 'Von dieser Engine gibt es hier keine Definition',
  'entity.noRuns': 'Dieser Workflow ist noch nicht gelaufen',
  'entity.noRunsHint': 'Einen Lauf starten und dabei zusehen.',
  'entity.latest': 'Letzter Lauf',
  'entity.error': 'Der letzte Lauf konnte nicht geladen werden',
};
