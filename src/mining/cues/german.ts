// German cues.
import type { Cues } from './cues.ts';

export const german: Cues = {
  language: 'de',
  standing: [
    String.raw`\b(?:immer|nie|niemals)\b`,
    String.raw`\b(?:ab jetzt|ab sofort|von nun an|in zukunft|künftig|zukünftig|jedes mal wenn)\b`,
    String.raw`\bin diesem (?:repo|repository|projekt)\b`,
  ],
  correcting: [
    String.raw`^nein\b[,.: ]`,
    String.raw`^(?:nicht|stattdessen|eigentlich|falsch|hör auf|ich habe gesagt)\b`,
  ],
  asking: [
    String.raw`^(?:wie|was|warum|wieso|welche[rsnm]?|wo|wann|wer|ist|sind|gibt es|kann ich|können wir|soll(?:en|te)?)(?!\p{L})`,
  ],
  noting: [
    String.raw`(?<!\p{L})(?:weil|da (?:der|die|das|es)|deshalb|daher|aufgrund|verursacht|liegt daran|stattdessen|allerdings|jedoch|leider|obwohl|außer)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:nicht|kein|keine|keinen|fehlt|fehlen|schlägt fehl|schlagen fehl|blockiert|veraltet|bereits|nur|muss|müssen|benötigt|erfordert|immer|nie|generiert|erwartet)(?!\p{L})`,
  ],
  fillers:
    'aber alle alles auch auf bitte da dann das dein deine dem den der des die dies diese dieses du ein eine einen er es für ich im in ist ja jetzt mal mich mir mit nein noch nun ok sie so und uns von was wenn wir zu'.split(
      ' ',
    ),
  general: 'ändere ändern erstelle fix füge korrigiere mach mache machen nimm prüfe repariere schau weiter zeig'.split(
    ' ',
  ),
};
