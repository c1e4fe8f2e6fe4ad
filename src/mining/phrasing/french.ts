// French phrasing.
import type { Phrasing } from './phrasing.ts';

export const french: Phrasing = {
  language: 'fr',
  leadIns: [
    String.raw`(?:s['’]il (?:te|vous) pla[iî]t|stp|svp|bon|ok(?:ay)?|alors|et|mais|aussi|donc|salut|bonjour|du coup|en fait)(?!\p{L})[,.:;! ]*`,
    String.raw`(?:non|oui|ouais|stop|attends|attendez|merci|pardon|parfait|d['’]accord|exact|exactement|note|important|rappel)\s?[,.:;!]+\s*`,
    String.raw`(?:peux-tu|pouvez-vous|tu peux|vous pouvez|pourrais-tu|pourriez-vous|est-ce que tu peux|on peut)(?: s['’]il te pla[iî]t)?\s+`,
    String.raw`(?:je (?:veux|voudrais|souhaite) que (?:tu|vous)|il faut que (?:tu|vous)|assure-toi (?:de|que)|assurez-vous (?:de|que)|veille à|pense à|n['’]oublie pas (?:de|que)|rappelle-toi (?:de|que))\s+`,
    String.raw`(?:désormais|dorénavant|à partir de maintenant|à l['’]avenir|la prochaine fois|en règle générale)(?!\p{L})[,:]?\s*`,
    String.raw`je (?:t['’]ai|vous ai) (?:déjà )?(?:dit|demandé) (?:de |que )?`,
  ],
  tails: [String.raw`[\s,]+(?:s['’]il (?:te|vous) pla[iî]t|stp|svp|merci|désormais|à l['’]avenir|ok)[\s.!?]*`],
  rewrites: [
    [String.raw`(?:je n['’]utilise|nous n['’]utilisons|on n['’]utilise) plus (.{1,120})`, '$1 n’est plus utilisé'],
    [String.raw`(?:nous n['’]utilisons|on n['’]utilise) pas (.{1,160})`, 'Ne pas utiliser $1'],
    [String.raw`(?:ici,? )?(?:nous utilisons|on utilise) (.{1,160})`, 'Utiliser $1'],
    [String.raw`je ne veux pas que (.{2,160})`, 'Éviter que $1'],
  ],
  deciding: [
    String.raw`(?:la |notre )?(?:décision|règle|convention|norme)(?!\p{L})[^:.!?\n]{0,80}:\s+`,
    String.raw`(?:nous avons|on a) (?:décidé|convenu)(?: que| de)?\s+`,
    String.raw`(?:notre|la) (?:convention|règle|norme|politique) est(?: que| de)?\s+`,
  ],
  settling: [
    String.raw`\b(?:n['’]utilise|n['’]utilisons|n['’]avons) plus\b`,
    String.raw`\b(?:nous utilisons|on utilise)\b.{1,80}?,? (?:pas|et non|au lieu d|plutôt qu|jamais)`,
    String.raw`^(?:tous|toutes|tout|toute|chaque|aucun|aucune|rien|personne)(?!\p{L})[^;:]{2,110}\b(?:doit|doivent|peut|peuvent)\b`,
    String.raw`^je ne veux pas que .{2,60}(?:public|publics|publique|publiques|publié|publiés|partagé|partagés|supprimé)(?!\p{L})`,
    String.raw`\b(?:est|sont) (?:interdit|interdite|interdits|obsolète|obsolètes|obligatoire|obligatoires)(?!\p{L})`,
  ],
  ruling: [String.raw`(?<!\p{L})(?:doit|doivent|toujours|jamais|il faut|obligatoire|interdit|désormais)(?!\p{L})`],
  agreeing: [
    String.raw`(?:d['’]accord|entendu|confirmé|exact|exactement|oui|parfait|c['’]est (?:ça|bien ça|bon)|validé|ok)(?!\p{L})`,
  ],
  reporting: [
    String.raw`(?<!\p{L})(?:est|sont|ai|a|ont|marche|fonctionne|plante|reste|échoue|passe|c['’]est) (?:encore )?(?:toujours|jamais)(?!\p{L})`,
    String.raw`(?<!\p{L})toujours (?:pas|rien|le même|la même|aussi|en (?:cours|erreur|échec))(?!\p{L})`,
    String.raw`(?<!\p{L})(?:peut-être|je pense que|je crois que|il semble|on dirait)(?!\p{L})`,
    String.raw`n['’]est jamais(?!\p{L})|ne \p{L}{1,20} jamais(?! \p{L}+(?:er|ir|re)(?!\p{L}))(?=.{0,80}(?:marche|fonctionne|passe|termine))`,
  ],
  asking: [String.raw`(?<!\p{L})(?:quoi|comment|quel|quelle|quels|quelles|pourquoi|où|ce que|ce qui)(?!\p{L})`],
};
