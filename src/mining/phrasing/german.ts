// German phrasing.
import type { Phrasing } from './phrasing.ts';

export const german: Phrasing = {
  language: 'de',
  leadIns: [
    String.raw`(?:bitte|ok(?:ay)?|also|und|aber|auch|hey|hallo|gut|na gut|übrigens|dann)(?!\p{L})[,.:;! ]*`,
    String.raw`(?:nein|ja|doch|stopp?|halt|warte|danke|sorry|genau|richtig|perfekt|einverstanden|hinweis|wichtig|merke)\s?[,.:;!]+\s*`,
    String.raw`(?:kannst du|könntest du|können wir|könnt ihr|würdest du)(?: bitte| mal| auch)*\s+`,
    String.raw`(?:ich (?:will|möchte|hätte gern),? dass du|stell(?:e)? sicher,? dass(?: du)?|achte darauf,? dass(?: du)?|denk(?:e)? daran,?(?: dass)?|vergiss nicht,?(?: dass)?)\s+`,
    String.raw`(?:ab jetzt|ab sofort|von nun an|in zukunft|künftig|zukünftig|nächstes mal|grundsätzlich)(?!\p{L})[,:]?\s*`,
    String.raw`(?:ich habe (?:dir )?(?:schon )?gesagt|ich sagte)(?:,? dass)?[,: ]\s*`,
  ],
  tails: [String.raw`[\s,]+(?:bitte|danke|ab jetzt|in zukunft|künftig|ok)[\s.!?]*`],
  rewrites: [
    [
      String.raw`(?:ich|wir) (?:benutze|benutzen|nutze|nutzen|verwende|verwenden) (.{1,100}?) nicht mehr`,
      '$1 wird nicht mehr verwendet',
    ],
    [
      String.raw`(?:hier )?(?:wir )?(?:benutzen|nutzen|verwenden) (?:wir )?(?:hier )?kein(?:e|en)? (.{1,120})`,
      'Kein $1 verwenden',
    ],
    [String.raw`(?:hier )?(?:wir )?(?:benutzen|nutzen|verwenden) (?:wir )?(?:hier )?(.{1,140})`, '$1 verwenden'],
    [String.raw`ich (?:will|möchte) nicht,? dass (.{2,160})`, 'Vermeiden, dass $1'],
  ],
  deciding: [
    String.raw`(?:die |unsere )?(?:entscheidung|regel|konvention|vorgabe|beschluss)(?!\p{L})[^:.!?\n]{0,80}:\s+`,
    String.raw`wir haben (?:uns )?(?:entschieden|beschlossen|vereinbart)[,:]?(?: dass)?\s+`,
    String.raw`(?:unsere|die) (?:konvention|regel|vorgabe) (?:hier )?ist[,:]?(?: dass)?\s+`,
  ],
  settling: [
    String.raw`\b(?:benutze|benutzen|nutze|nutzen|verwende|verwenden)\b.{1,80}\bnicht mehr\b`,
    String.raw`\bwir (?:benutzen|nutzen|verwenden)\b.{1,80}?,? (?:nicht|statt|anstatt|kein|keine|nie)\b`,
    String.raw`^(?:alle|jede|jeder|jedes|kein|keine|nichts|niemand)\b[^;:]{2,110}\b(?:muss|müssen|darf|dürfen|soll|sollen)\b`,
    String.raw`^ich (?:will|möchte) nicht,? dass .{2,60}\b(?:öffentlich|veröffentlicht|geteilt|gelöscht)\b`,
    String.raw`\b(?:ist|sind) (?:verboten|veraltet|pflicht|tabu|nicht erlaubt)\b`,
  ],
  ruling: [String.raw`\b(?:muss|müssen|darf|dürfen|immer|nie|niemals|verboten|pflicht|ab jetzt)\b`],
  agreeing: [String.raw`(?:einverstanden|bestätigt|genau|richtig|ja|gut|passt|perfekt|stimmt|ok(?:ay)?)(?!\p{L})`],
  reporting: [
    String.raw`\b(?:ist|sind|war|wird|hat|haben|geht|läuft|funktioniert|schlägt|scheitert) (?:\p{L}+ )?(?:immer|nie|niemals)\b`,
    String.raw`\bimmer (?:noch|wieder|mehr)\b|\bnoch immer\b|\bnie (?:durch|fertig)\b`,
    String.raw`\b(?:vielleicht|ich glaube|ich denke|scheint|wohl)\b`,
  ],
  asking: [String.raw`\b(?:was|wie|welche[rsnm]?|warum|wieso|wo|wer|ob)\b`],
};
