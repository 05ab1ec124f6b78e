/** The sections `operate` and `stepActions`. */
export const operate = {
  'operate.dialog': 'Der Dialog',
  'operate.menu': 'Weitere Aktionen',
  'operate.actions': 'Aktionen des Laufs',
  'operate.offers.review': 'Prüfen',
  'operate.offers.settle': 'Entscheiden',
  'operate.offers.intervene': 'Rollback klären',
  'operate.offers.pause': 'Pausieren',
  'operate.offers.resume': 'Fortsetzen',
  'operate.offers.retry': 'Erneut versuchen',
  'operate.offers.rerun': 'Erneut ausführen',
  'operate.offers.clone': 'Klonen',
  'operate.offers.tell': 'Mitteilen oder fragen',
  'operate.offers.resolve': 'Klären',
  'operate.offers.cancel': 'Lauf abbrechen',
  'operate.offers.terminate': 'Lauf sofort beenden',
  'operate.retryFrom': 'Ab Schritt {{number}} erneut versuchen',
  'operate.step': 'Schritt {{number}} {{name}}',
  'operate.moreSteps': 'und {{steps}} weitere',
  'operate.dismiss': 'Jetzt nicht',
  'operate.close': 'Schließen',
  'operate.loading': 'Folgen werden ermittelt',
  'operate.unknown':
    'Was für andere Schritte folgt, ist nicht bekannt: Die Definition der Version {{version}} liegt nicht vor.',
  'operate.reason': 'Grund',
  'operate.reasonOptional': 'Grund (optional)',
  'operate.reasonHint': 'Erscheint am Lauf und in seinem Audit-Protokoll',
  'operate.reasonMissing':
    'Bitte begründen: Der Grund wird mit dem Lauf aufbewahrt',
  'operate.requested': 'Angefordert. Wartet auf die Engine',
  'operate.requestedHint':
    'Das Fenster kann geschlossen werden: Eine Meldung sagt, was daraus wurde.',
  'operate.doneToast': '{{action}}: von der Engine übernommen',
  'operate.refusedToast': '{{action}}: {{message}}',
  'operate.launchedToast': '{{action}}: Ein neuer Lauf wurde gestartet',
  'operate.openRun': 'Lauf {{id}} öffnen',
  'operate.problems.conflict': 'Das ist nicht möglich: {{message}}',
  'operate.problems.status': 'Der Status des Laufs ist jetzt: {{status}}.',
  'operate.problems.possible': 'Jetzt möglich: {{actions}}.',
  'operate.problems.nothingPossible':
    'Mit dem Lauf lässt sich gerade nichts tun.',
  'operate.problems.network':
    'Das Backend ist nicht erreichbar. Die Eingaben bleiben erhalten. Bitte erneut versuchen: Ausgeführt wird nur einmal.',
  'operate.problems.unavailable':
    'Gerade kommt keine Antwort: {{message}}. Die Eingaben bleiben erhalten. Bitte erneut versuchen: Ausgeführt wird nur einmal.',
  'operate.problems.server':
    'Im Backend ist ein Fehler aufgetreten: {{message}}. Die Eingaben bleiben erhalten. Bitte erneut versuchen: Ausgeführt wird nur einmal.',
  'operate.problems.forbidden': 'Dazu fehlt die Berechtigung: {{message}}',
  'operate.problems.signedOut':
    'Die Sitzung ist abgelaufen. Bitte neu anmelden.',
  'operate.problems.notFound':
    'Der Lauf existiert nicht mehr, oder die Berechtigung dafür fehlt.',
  'operate.problems.fields': 'Etwas passt nicht. Siehe die Felder.',
  'operate.problems.invalid':
    'Das Backend hat die Anfrage abgewiesen: {{message}}',
  'operate.refusals.rollback':
    'Ein Rollback wird nach dem Ende des Laufs nicht wiederholt',
  'operate.refusals.nothingToRetry':
    'Er ist nicht fehlgeschlagen und wartet auf keinen weiteren Versuch',
  'operate.refusals.item':
    'Den Schritt wählen: Die Elemente eines Fan-outs gehen mit ihm',
  'operate.refusals.settled': 'Er ist bereits beendet',
  'operate.refusals.rollbackGoesOn': 'Sein Rollback ist nicht fehlgeschlagen',
  'operate.refusals.rollbackFailed': 'Er ist bereits fehlgeschlagen',
  'operate.refusals.notUnderWay': 'Er läuft nicht und wartet nicht',

  'operate.pause.title': 'Diesen Lauf pausieren?',
  'operate.pause.confirm': 'Lauf pausieren',
  'operate.pause.finish_one': '{{count}} laufender Schritt endet zuvor',
  'operate.pause.finish_other': '{{count}} laufende Schritte enden zuvor',
  'operate.pause.atOnce': 'Nichts wird ausgeführt: Der Lauf pausiert sofort',
  'operate.pause.held_one':
    '{{count}} Schritt startet erst, wenn der Lauf fortgesetzt wird',
  'operate.pause.held_other':
    '{{count}} Schritte starten erst, wenn der Lauf fortgesetzt wird',

  'operate.resume.title': 'Diesen Lauf fortsetzen?',
  'operate.resume.confirm': 'Lauf fortsetzen',
  'operate.resume.goesOn_one': '{{count}} Schritt steht noch aus',
  'operate.resume.goesOn_other': '{{count}} Schritte stehen noch aus',
  'operate.resume.unpause': 'Der Lauf pausiert nun doch nicht',
  'operate.resume.poison':
    'Ein Schritt hat mehrmals seinen Worker mitgerissen. Er wird noch einmal versucht.',

  'operate.cancel.title': 'Diesen Lauf abbrechen?',
  'operate.cancel.confirm': 'Lauf abbrechen',
  'operate.cancel.dismiss': 'Weiterlaufen lassen',
  'operate.cancel.stopped_one':
    '{{count}} laufender Schritt erhält das Signal zum Anhalten',
  'operate.cancel.stopped_other':
    '{{count}} laufende Schritte erhalten das Signal zum Anhalten',
  'operate.cancel.calledOff_one': '{{count}} Schritt wird nicht ausgeführt',
  'operate.cancel.calledOff_other':
    '{{count}} Schritte werden nicht ausgeführt',
  'operate.cancel.undone_one':
    'Dann wird {{count}} abgeschlossener Schritt zurückgerollt',
  'operate.cancel.undone_other':
    'Dann werden {{count}} abgeschlossene Schritte zurückgerollt',
  'operate.cancel.nothingUndone': 'Nichts wird zurückgerollt',
  'operate.cancel.undoneUnknown':
    'Was abgeschlossen ist und rückgängig gemacht werden kann, wird zurückgerollt',
  'operate.cancel.after':
    'Einen abgebrochenen Lauf kann man erneut versuchen oder erneut ausführen.',

  'operate.terminate.title': 'Diesen Lauf sofort beenden?',
  'operate.terminate.confirm': 'Sofort beenden',
  'operate.terminate.left_one':
    '{{count}} Schritt wird sofort fallen gelassen, ohne Signal zum Anhalten',
  'operate.terminate.left_other':
    '{{count}} Schritte werden sofort fallen gelassen, ohne Signal zum Anhalten',
  'operate.terminate.atOnce': 'Der Lauf endet sofort',
  'operate.terminate.nothingUndone':
    'Nichts wird aufgeräumt und nichts zurückgerollt',
  'operate.terminate.elsewhere':
    'Was ein Worker begonnen hat, läuft dort vielleicht weiter; niemand erfährt, was daraus wurde.',
  'operate.terminate.rather':
    'Kann der Lauf noch selbst anhalten, ist Abbrechen der bessere Weg.',
  'operate.retry.title': 'Diesen Lauf erneut versuchen?',
  'operate.retry.titleStep': '{{step}} erneut versuchen?',
  'operate.retry.confirm': 'Erneut versuchen',
  'operate.retry.from': 'Ab',
  'operate.retry.fromFailed': 'Was nicht gelungen ist',
  'operate.retry.again_one': '{{count}} Schritt läuft erneut',
  'operate.retry.again_other': '{{count}} Schritte laufen erneut',
  'operate.retry.kept_one': '{{count}} Schritt behält sein Ergebnis',
  'operate.retry.kept_other': '{{count}} Schritte behalten ihre Ergebnisse',
  'operate.retry.nothing':
    'Alle Schritte sind gelungen. Bitte einen wählen, ab dem wiederholt wird.',
  'operate.retry.tried':
    'Er wird erneut versucht; die Versuche werden neu gezählt',
  'operate.retry.triedNow': 'Er wird jetzt versucht statt um {{time}}',
  'operate.retry.triedAll_one':
    '{{count}} fehlgeschlagener Schritt wird erneut versucht',
  'operate.retry.triedAll_other':
    '{{count}} fehlgeschlagene Schritte werden erneut versucht',
  'operate.retry.generation':
    'Es bleibt derselbe Lauf: Was er zuvor getan hat, bleibt in seinem Verlauf.',

  'operate.retry.againNone': 'Der Lauf beginnt noch einmal von vorn',
  'operate.retry.becomes.new_run':
    'Ein neuer Lauf tritt an die Stelle von diesem, der endet, falls er noch läuft',
  'operate.retry.becomes.same_run':
    'Es ist derselbe Lauf: Was er vorher tat, bleibt in seinem Verlauf',
  'operate.retry.planError':
    'Was ein erneuter Versuch täte, konnte nicht erfragt werden',
  'operate.retry.noPlan': 'Was er täte, ist nicht bekannt',
  'operate.rerun.title': '{{workflow}} erneut ausführen',
  'operate.rerun.text':
    'Startet einen neuen Lauf, der mit diesem verknüpft ist.',
  'operate.rerun.confirm': 'Neuen Lauf starten',
  'operate.rerun.input': 'Eingabe',
  'operate.rerun.same': 'Dieselbe Eingabe',
  'operate.rerun.edited': 'Geänderte Eingabe',
  'operate.rerun.fromStep': 'Ab einem Schritt',
  'operate.rerun.sameHint':
    'Wie sie gegeben wurde, samt dem, was davon nicht angezeigt wird',
  'operate.rerun.fromStepHint': 'Was davor liegt, behält seine Ergebnisse',
  'operate.rerun.step': 'Schritt',
  'operate.rerun.version': 'Version',
  'operate.rerun.newest': 'Neueste, v{{version}}',
  'operate.rerun.newestUnknown': 'Neueste',
  'operate.rerun.ofRun': 'Wie in diesem Lauf, v{{version}}',
  'operate.rerun.other': 'Eine andere Version',
  'operate.rerun.otherVersion': 'Welche Version',
  'operate.rerun.again_one': '{{count}} Schritt läuft erneut',
  'operate.rerun.again_other': '{{count}} Schritte laufen erneut',
  'operate.rerun.takenOver_one': '{{count}} Ergebnis wird übernommen',
  'operate.rerun.takenOver_other': '{{count}} Ergebnisse werden übernommen',
  'operate.rerun.businessEvent':
    'Er gehört zum selben Geschäftsereignis, {{event}}.',
  'operate.rerun.redacted':
    'Teile der Eingabe wurden vor dem Speichern entfernt. Bitte ergänzen.',
  'operate.rerun.cut':
    'Die Eingabe ist zu groß, um ganz angezeigt zu werden. Bitte vollständig angeben.',
  'operate.rerun.noSchema':
    'Das Schema dieser Version liegt nicht vor: Eingabe bitte als JSON. Das Backend prüft sie.',
  'operate.rerun.inputError':
    'Die Eingabe des Laufs konnte nicht geladen werden',

  'operate.clone.title': '{{workflow}} klonen',
  'operate.clone.text':
    'Startet einen neuen Lauf wie diesen. Ändern, was anders sein soll.',
  'operate.clone.confirm': 'Neuen Lauf starten',

  'operate.force.skipTitle': '{{step}} überspringen?',
  'operate.force.completeTitle': '{{step}} manuell abschließen?',
  'operate.force.failTitle': '{{step}} fehlschlagen lassen?',
  'operate.force.skip': 'Überspringen',
  'operate.force.complete': 'Abschließen',
  'operate.force.fail': 'Fehlschlagen lassen',
  'operate.force.skipMenu': 'Überspringen…',
  'operate.force.completeMenu': 'Manuell abschließen…',
  'operate.force.failMenu': 'Fehlschlagen lassen…',
  'operate.force.stops': 'Sein Versuch erhält das Signal zum Anhalten',
  'operate.force.skips_one':
    '{{count}} Schritt, der darauf aufbaut, wird ebenfalls übersprungen',
  'operate.force.skips_other':
    '{{count}} Schritte, die darauf aufbauen, werden ebenfalls übersprungen',
  'operate.force.noSkips': 'Kein anderer Schritt wird übersprungen',
  'operate.force.partial':
    'Der Lauf kann noch abschließen, dann als „Teilweise“ gekennzeichnet.',
  'operate.force.completes':
    'Der Lauf geht weiter, als hätte der Schritt die hier angegebene Ausgabe geliefert',
  'operate.force.output': 'Ausgabe (JSON)',
  'operate.force.outputHint':
    'Darauf aufbauende Schritte lesen dies. Leer bedeutet null.',
  'operate.force.stop_one':
    'Der Lauf schlägt fehl, und {{count}} Schritt wird nicht ausgeführt',
  'operate.force.stop_other':
    'Der Lauf schlägt fehl, und {{count}} Schritte werden nicht ausgeführt',
  'operate.force.stopAll': 'Der Lauf schlägt fehl',
  'operate.force.undone_one':
    'Dann wird {{count}} abgeschlossener Schritt zurückgerollt',
  'operate.force.undone_other':
    'Dann werden {{count}} abgeschlossene Schritte zurückgerollt',
  'operate.force.skipRollback': 'Was der Schritt bewirkt hat, bleibt bestehen',
  'operate.force.completeRollback':
    'Er gilt als zurückgerollt: Das wurde bereits von Hand erledigt',
  'operate.force.rollbackGoesOn_one':
    'Das Rollback geht mit {{count}} Schritt weiter',
  'operate.force.rollbackGoesOn_other':
    'Das Rollback geht mit {{count}} Schritten weiter',
  'operate.force.rollbackEnds': 'Sonst ist nichts mehr zurückzurollen',

  'operate.operation.menu': '{{title}}…',
  'operate.operation.confirm': 'Ausführen',
  'operate.operation.continues': 'Der Schritt geht weiter wie zuvor.',
  'operate.operation.completes':
    'Der Schritt schließt mit dem Ergebnis der Operation ab.',
  'operate.operation.pending': 'Bereits im Gange',
  'operate.operation.pendingBy': '{{action}}, angefordert von {{actor}}',
  'operate.operation.noInput': 'Es ist keine Eingabe nötig.',

  'operate.stepOperation.title': '{{title}}: {{step}}',
  'operate.stepOperation.effect':
    'Die Engine wird gebeten, dies mit dem Schritt zu tun, wie er gerade ist',
  'operate.tell.title': 'Dem Lauf etwas mitteilen oder ihn fragen',
  'operate.tell.way': 'Wozu',
  'operate.tell.ways.event': 'Signal',
  'operate.tell.ways.update': 'Aktualisierung',
  'operate.tell.ways.query': 'Abfrage',
  'operate.tell.wayHint.event':
    'Teilt ihm etwas mit. Er nimmt es auf, sobald er dazu kommt, und antwortet nicht.',
  'operate.tell.wayHint.update':
    'Lässt ihn etwas ändern. Er kann ablehnen; seine Antwort erscheint hier.',
  'operate.tell.wayHint.query':
    'Fragt ihn etwas. Nichts ändert sich; seine Antwort erscheint hier.',
  'operate.tell.name.event': 'Name des Ereignisses',
  'operate.tell.name.update': 'Name der Aktualisierung',
  'operate.tell.name.query': 'Name der Abfrage',
  'operate.tell.nameMissing': 'Bitte angeben: höchstens 256 Zeichen',
  'operate.tell.known': 'Er versteht',
  'operate.tell.unknown':
    'Was er versteht, konnte nicht erfragt werden: {{message}}',
  'operate.tell.looking': 'Der Lauf wird gefragt, was er versteht …',
  'operate.tell.value.event': 'Nutzdaten (JSON)',
  'operate.tell.value.update': 'Eingabe (JSON)',
  'operate.tell.value.query': 'Argumente (JSON)',
  'operate.tell.valueHint.event':
    'Was das Ereignis mitteilt. Leer heißt nichts.',
  'operate.tell.valueHint.update':
    'Was die Aktualisierung bekommt. Leer heißt nichts.',
  'operate.tell.valueHint.query':
    'Eine Liste ist ein Argument nach dem anderen. Leer heißt keines.',
  'operate.tell.confirm.event': 'Senden',
  'operate.tell.confirm.update': 'Ändern lassen',
  'operate.tell.confirm.query': 'Fragen',
  'operate.tell.answer': 'Antwort auf {{name}}',
  'operate.tell.noAnswer': 'Er hat es getan. Es gibt keine Antwort zu zeigen.',
  'operate.event.title': 'Ereignis senden',
  'operate.event.menu': 'Ereignis {{name}} senden…',
  'operate.event.nameHint': 'Kleinbuchstaben, Ziffern und Unterstriche',
  'operate.event.nameInvalid':
    'Zuerst ein Kleinbuchstabe, danach Kleinbuchstaben, Ziffern und Unterstriche',
  'operate.event.awaited': '{{step}} wartet darauf',
  'operate.event.kept':
    'Kein Schritt wartet darauf: Es wird aufbewahrt, bis einer wartet',

  'operate.resolve.title': 'Rollback aufgeben?',
  'operate.resolve.titleEnded': 'Festhalten, was daraus wurde',
  'operate.resolve.confirm': 'Rollback aufgeben',
  'operate.resolve.confirmEnded': 'Notiz speichern',
  'operate.resolve.left_one':
    '{{count}} Schritt bleibt, wie er ist, und wird nicht zurückgerollt',
  'operate.resolve.left_other':
    '{{count}} Schritte bleiben, wie sie sind, und werden nicht zurückgerollt',
  'operate.resolve.ends': 'Dann endet der Lauf, mit dieser Notiz.',
  'operate.resolve.note': 'Notiz',
  'operate.resolve.noteHint': 'Was unternommen wurde; erscheint am Lauf',
  'operate.resolve.ended':
    'Der Lauf bleibt, wie er geendet hat. Die Notiz erscheint an ihm.',

  'operate.json.invalid': 'Das ist kein JSON: {{message}}',
  'operate.json.noObject': 'Es muss ein JSON-Objekt sein: { … }',
  'operate.noDefinition':
    'Von dieser Engine gibt es hier keine Definition: was sie rückgängig macht, weiß nur sie.',
  'operate.awaited': '{{ago}} angefordert, wartet auf die Engine',
  'operate.takenUp': '{{ago}} angefordert, die Engine ist dabei',
  'operate.unanswered': '{{action}}: Daraus wurde nichts. {{message}}',
  'operate.queue': 'Anforderungen',
  'operate.queued': '{{action}} von {{actor}}',

  'stepActions.label': 'Aktionen von {{step}}',
  'stepActions.retryFromHere': 'Ab hier erneut versuchen',
  'stepActions.tryAgain': 'Erneut versuchen',
  'stepActions.tryNow': 'Jetzt versuchen',
};
