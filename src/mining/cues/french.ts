// French cues.
import type { Cues } from './cues.ts';

export const french: Cues = {
  language: 'fr',
  standing: [
    String.raw`\b(?:toujours|jamais)\b`,
    String.raw`\b(?:désormais|dorénavant|à partir de maintenant|à l['’]avenir|à chaque fois que)\b`,
    String.raw`\bdans ce (?:repo|dépôt|projet)\b`,
  ],
  correcting: [
    String.raw`^non\b[,.: ]`,
    String.raw`^(?:en fait|plutôt|ce n['’]est pas|pas comme|je t['’]ai dit|arrête)\b`,
  ],
  asking: [String.raw`^(?:comment|pourquoi|quel(?:le)?s?|où|quand|qui|est-ce|y a-t-il|qu['’]est-ce)(?!\p{L})`],
  noting: [
    String.raw`(?<!\p{L})(?:parce que|puisque|en raison de|à cause de|causé par|au lieu de|plutôt que|cependant|mais|malheureusement|sauf)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:ne|n['’]\p{L}+|aucun|aucune|manque|manquant|échoue|échouent|bloqué|obsolète|déjà|seulement|uniquement|doit|doivent|il faut|nécessite|toujours|jamais|généré|attendu)(?!\p{L})`,
  ],
  fillers:
    'à au aux avec ce ces cette d dans de des du en est et fais il je l la le les ma me mes moi mon on ou oui par pas plaît pour que qui s se si stp sur te tu un une vous y'.split(
      ' ',
    ),
  general:
    'ajoute change continue corrige crée enlève fais mets modifie ok regarde supprime utilise vas-y vérifie'.split(' '),
};
