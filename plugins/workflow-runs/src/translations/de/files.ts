/** The sections `io` and `artifacts`. */
export const files = {
  'io.input': 'Eingabe',
  'io.output': 'Ausgabe',
  'io.attributes': 'Attribute',
  'io.attributesHint': 'Was die Engine sonst noch beim Lauf aufbewahrt',
  'io.ofRun': 'Lauf',
  'io.empty': 'Keine Eingabe oder Ausgabe wurde aufgezeichnet',
  'io.emptyHint':
    'Ein Schritt ohne Eingabe oder Ausgabe hinterlässt hier nichts.',
  'io.emptyStep': 'Dieser Schritt hat noch keine Eingabe oder Ausgabe',
  'io.truncated':
    'Beim Speichern gekürzt: Das Ganze umfasst {{size}}; dies ist der Anfang.',
  'io.search': 'Werte durchsuchen',
  'io.found_one': '{{count}} Zeile in {{values}}',
  'io.found_other': '{{count}} Zeilen in {{values}}',
  'io.values_one': '{{count}} Wert',
  'io.values_other': '{{count}} Werten',
  'io.noneFound': 'Kein Wert enthält „{{text}}“',
  'io.item': 'Element {{number}}',
  'io.generation': 'Durchgang {{number}}',
  'io.redactedHint':
    'Was vor dem Speichern entfernt wurde, steht als Marke mit seiner Art da.',
  'io.error': 'Eingabe und Ausgabe konnten nicht geladen werden',

  'artifacts.empty': 'Dieser Lauf hat keine Dateien erzeugt',
  'artifacts.emptyLive': 'Dieser Lauf hat noch keine Dateien erzeugt',
  'artifacts.emptyHint':
    'Dateien, die ein Schritt speichert, können hier heruntergeladen werden.',
  'artifacts.error': 'Die Artefakte konnten nicht geladen werden',
  'artifacts.name': 'Name',
  'artifacts.step': 'Schritt',
  'artifacts.type': 'Typ',
  'artifacts.size': 'Größe',
  'artifacts.created': 'Erstellt',
  'artifacts.download': '{{name}} herunterladen',
  'artifacts.downloadShort': 'Herunterladen',
  'artifacts.downloadFailed':
    '{{name}} konnte nicht heruntergeladen werden: {{message}}',
  'artifacts.preview': 'Vorschau von {{name}}',
  'artifacts.previewShort': 'Vorschau',
  'artifacts.previewFailed':
    '{{name}} konnte nicht angezeigt werden: {{message}}',
  'artifacts.previewCut':
    'Die ersten {{number}} Zeilen. Der Rest steht in der heruntergeladenen Datei.',
  'artifacts.noPreview': 'Hier werden nur Text, CSV, JSON und Bilder angezeigt',
  'artifacts.tooLarge':
    'Zu groß, um hier angezeigt zu werden: bitte herunterladen',
  'artifacts.notJson':
    'Das ist kein gültiges JSON; es wird als Text angezeigt.',
  'artifacts.close': 'Schließen',
  'artifacts.link': 'Link zu {{name}} kopieren',
  'artifacts.linkShort': 'Link kopieren',
  'artifacts.linkCopied':
    'Der Link zu {{name}} wurde kopiert. Wer ihn hat, kann die Datei bis {{time}} abrufen.',
  'artifacts.linkMade':
    'Der Browser hat das Kopieren nicht erlaubt. Wer diesen Link hat, kann {{name}} bis {{time}} abrufen:',
  'artifacts.linkFailed':
    'Es konnte kein Link zu {{name}} erstellt werden: {{message}}',
  'artifacts.open': '{{name}} dort öffnen, wo es liegt: {{host}}',
  'artifacts.elsewhere': 'Liegt bei {{host}}',
  'artifacts.engineNone': 'Die Engine {{engine}} liefert keine Dateien.',
  'io.download': '{{what}} herunterladen',
};
