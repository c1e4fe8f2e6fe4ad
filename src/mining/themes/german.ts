// German cues for themes.
import type { ThemeCues } from './theme.ts';

export const german: ThemeCues = {
  language: 'de',
  script: String.raw`[a-z]`,
  again: [String.raw`(?<!\p{L})(?:schon wieder|ich habe? (?:dir )?(?:schon|bereits|doch) gesagt|jedes mal)(?!\p{L})`],
  cues: {
    'short-answers': [
      String.raw`(?<!\p{L})(?:fass dich (?:bitte )?(?:kurz|kürzer)|(?:antworte|antworten|schreib|bitte) (?:bitte )?(?:kurz|kürzer|knapp|knapper)|komm (?:bitte )?(?:auf den punkt|zum punkt)|zu (?:viel text|ausführlich|geschwätzig|langatmig)|kürzere antworten?|kurze antworten)(?!\p{L})`,
    ],
    'plain-words': [
      String.raw`(?<!\p{L})(?:ich versteh(?:e)? (?:nur bahnhof|nicht,? was du|deine antwort nicht|kein wort)|erklär\p{L}* .{0,20}(?:einfacher|mit einfachen worten)|in einfachen worten)(?!\p{L})`,
    ],
    'one-way': [
      String.raw`(?<!\p{L})(?:zu viele optionen|keine (?:weiteren )?optionen|gib mir (?:nur |einfach )?eine (?:einzige )?(?:option|lösung)|nicht (?:so viele|mehrere) optionen)(?!\p{L})`,
    ],
    recommend: [
      String.raw`(?<!\p{L})(?:was (?:empfiehlst|schlägst|würdest) du(?: vor| empfehlen| mir)?|welche (?:variante|option|lösung) (?:empfiehlst|würdest) du|was ist (?:der|die|das) beste (?:weg|ansatz|lösung|variante|vorgehen))(?!\p{L})`,
    ],
    language: [
      String.raw`(?<!\p{L})(?:(?:antworte|sprich|schreib|schreibe|rede|erkläre?)\p{L}* (?:mir )?(?:es )?(?:bitte )?(?:immer )?(?:auf|in) (?:deutsch|englisch)|^(?:bitte )?auf deutsch(?: bitte)?)(?!\p{L})`,
    ],
    'ask-first': [
      String.raw`(?<!\p{L})(?:frag(?:e)? (?:mich )?(?:bitte )?(?:zuerst|vorher|erst|bevor)|ohne (?:mich )?zu fragen|ohne (?:rückfrage|meine (?:zustimmung|freigabe|erlaubnis))|warte,? (?:bis ich|auf (?:mich|meine?))|triff keine (?:eigenen )?entscheidungen|entscheide nicht|nimm nicht einfach an)(?!\p{L})`,
    ],
    'carry-on': [
      String.raw`(?<!\p{L})(?:frag(?:e)? (?:mich )?nicht (?:mehr|nach|ständig|jedes|immer)|hör auf zu fragen|ohne (?:nachzufragen|anzuhalten|unterbrechung))(?!\p{L})`,
    ],
    'discuss-first': [
      String.raw`(?<!\p{L})(?:noch (?:nichts|nicht) (?:ändern|implementieren|umsetzen|programmieren|coden|machen)|(?:implementiere|programmiere|ändere|mach|code) (?:noch|erst ?mal) (?:nichts|nicht)|ohne (?:etwas )?zu (?:implementieren|ändern)|bevor du (?:anfängst|implementierst|etwas änderst|loslegst|codest)|(?:erst|zuerst) (?:nur )?(?:ein(?:en)?|den) plan|nur (?:diskutieren|besprechen|planen))(?!\p{L})`,
    ],
    'only-asked': [
      String.raw`(?<!\p{L})(?:(?:ändere|fass|änder|lösch) (?:bitte )?(?:sonst )?nichts (?:anderes|weiter|sonst)|sonst nichts (?:ändern|anfassen)|nur das(?:,)? (?:was ich|ändern)|das habe? ich nicht (?:verlangt|gesagt|gewollt|gewünscht)|warum hast du .{0,40}(?:geändert|gelöscht|entfernt|umbenannt))(?!\p{L})`,
    ],
    verify: [
      String.raw`(?<!\p{L})(?:(?:funktioniert|geht|klappt|läuft) (?:immer noch|noch immer|weiterhin|leider) nicht|(?:immer noch|noch immer|wieder) (?:der|den|derselbe|dieselbe|das)(?:selbe[n]?| gleiche[n]?)? (?:fehler|problem)|(?:gleicher|selber|derselbe) fehler|hast du (?:es|das) (?:getestet|geprüft|ausprobiert|überprüft|verifiziert))(?!\p{L})`,
    ],
    'no-guessing': [
      String.raw`(?<!\p{L})(?:(?:nicht|hör auf zu|ohne zu) raten|rate nicht|erfinde nichts|denk dir nichts aus|(?:lies|schau in|prüfe) (?:zuerst |erst )?(?:die|der) (?:doku|dokumentation|docs)|lies (?:zuerst|erst) den code)(?!\p{L})`,
    ],
    simple: [
      String.raw`(?<!\p{L})(?:vereinfach\p{L}*|zu (?:komplex|kompliziert|aufwändig)|(?:geht|mach) (?:das|es) (?:auch )?einfacher|einfachere (?:lösung|variante)|brauchen wir (?:nicht|das (?:wirklich|überhaupt)))(?!\p{L})`,
    ],
    reuse: [
      String.raw`(?<!\p{L})(?:wiederverwend\p{L}*|doppelte[rn]? code|code-?duplizierung|dupliziere nicht|(?:gibt es|haben wir|existiert) (?:schon|bereits) (?:eine?n?) (?:funktion|komponente|methode|klasse|helper))(?!\p{L})`,
    ],
    'no-leftovers': [
      String.raw`(?<!\p{L})(?:wird nicht mehr (?:gebraucht|benötigt|verwendet|benutzt)|(?:nicht mehr|ungenutzten?) (?:benötigte\p{L}*|verwendete\p{L}*|code)|toter code)(?!\p{L})`,
    ],
    'keep-working': [
      String.raw`(?<!\p{L})(?:(?:vorher|früher|gestern) (?:hat|ging|funktionierte|lief) .{0,30}(?:noch|funktioniert|es|das)|abwärtskompatib\p{L}+|rückwärtskompatib\p{L}+|du hast .{0,30}kaputt ?gemacht|nichts kaputt ?machen)(?!\p{L})`,
    ],
    'docs-too': [
      String.raw`(?<!\p{L})(?:(?:readme|doku|dokumentation|changelog) (?:auch |ebenfalls |noch )?(?:aktualisieren|anpassen|ergänzen|nachziehen)|(?:aktualisiere|ergänze|pass) auch (?:die|das|den) (?:readme|doku|dokumentation|changelog))(?!\p{L})`,
    ],
    'no-git': [
      String.raw`(?<!\p{L})(?:(?:nicht|nichts) (?:committen|commiten|pushen|mergen)|(?:committe|commite|pushe|merge) (?:bitte )?(?:noch )?(?:nicht|nichts)|keine commits|ich committe selbst|commits mache ich)(?!\p{L})`,
    ],
    'green-ci': [
      String.raw`(?<!\p{L})(?:die )?(?:ci|pipeline) (?:schlägt fehl|ist (?:rot|kaputt|fehlgeschlagen)|läuft nicht durch|failt)(?!\p{L})`,
    ],
  },
};
