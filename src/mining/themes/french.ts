// French cues for themes.
import type { ThemeCues } from './theme.ts';

export const french: ThemeCues = {
  language: 'fr',
  script: String.raw`[a-z]`,
  again: [String.raw`(?<!\p{L})(?:encore une fois|je t'ai déjà dit|tu recommences|à chaque fois)(?!\p{L})`],
  cues: {
    'short-answers': [
      String.raw`(?<!\p{L})(?:plus (?:concis|bref|succinct)|sois (?:plus )?(?:concis|bref|direct)|(?:va|viens-en) (?:droit au but|au fait)|trop (?:de texte|verbeux|bavard)|réponses? (?:plus )?courtes?|réponds (?:court|brièvement))(?!\p{L})`,
    ],
    'plain-words': [
      String.raw`(?<!\p{L})(?:je (?:ne )?comprends (?:rien|pas (?:ta|ce que tu|ton))|expliqu\p{L}+ .{0,20}(?:plus simplement|mots simples)|en mots simples|avec des mots simples)(?!\p{L})`,
    ],
    'one-way': [
      String.raw`(?<!\p{L})(?:ne me donne pas (?:autant |plusieurs |d')?\s?(?:de |d')?options|trop d'options|donne[- ]moi (?:juste )?une (?:seule )?(?:option|solution))(?!\p{L})`,
    ],
    recommend: [
      String.raw`(?<!\p{L})(?:que (?:me )?(?:recommandes|conseilles)[- ]tu|qu'est-ce que tu (?:me )?(?:recommandes|conseilles|proposes)|quelle est la meilleure (?:option|approche|façon|pratique|solution))(?!\p{L})`,
    ],
    language: [
      String.raw`(?<!\p{L})(?:(?:réponds|répond|parle|écris|explique)\p{L}*(?:[- ]moi)? (?:toujours )?en (?:français|anglais)|^en français(?: s'il te plaît| stp)?)(?!\p{L})`,
    ],
    'ask-first': [
      String.raw`(?<!\p{L})(?:demande[- ]moi (?:d'abord|avant|si)|sans (?:me )?(?:demander|consulter|mon (?:accord|avis))|attends (?:que je|mon|ma)|ne (?:décide|prends) (?:pas|rien|aucune décision)|ne suppose (?:pas|rien))(?!\p{L})`,
    ],
    'carry-on': [
      String.raw`(?<!\p{L})(?:arrête de (?:me )?demander|ne me demande (?:pas|plus)|ne t'arrête pas|sans t'arrêter)(?!\p{L})`,
    ],
    'discuss-first': [
      String.raw`(?<!\p{L})(?:(?:n'implémente|ne code|ne modifie|ne change|n'écris|ne fais) (?:rien|pas(?: encore)?|aucun code)(?: pour l'instant| encore)|sans (?:implémenter|coder|rien modifier)|avant (?:d'implémenter|de coder|de modifier)|d'abord un plan|on discute (?:juste|seulement))(?!\p{L})`,
    ],
    'only-asked': [
      String.raw`(?<!\p{L})(?:ne (?:touche|change|modifie|supprime) (?:pas (?:au|le) reste|rien d'autre|pas autre chose|que)|je (?:ne )?t'ai (?:rien|pas) demandé|je n'ai pas demandé|pourquoi (?:as-tu|tu as) (?:changé|supprimé|modifié|touché))(?!\p{L})`,
    ],
    verify: [
      String.raw`(?<!\p{L})(?:(?:ne|ça|cela) (?:ne )?(?:marche|fonctionne) toujours pas|toujours (?:la même erreur|le même (?:problème|souci)|pas (?:bon|corrigé))|(?:as-tu|tu as) (?:testé|vérifié|lancé)|vérifie (?:que|avant)|(?:encore )?la même erreur)(?!\p{L})`,
    ],
    'no-guessing': [
      String.raw`(?<!\p{L})(?:n'invente (?:pas|rien)|ne devine (?:pas|rien)|(?:lis|consulte|regarde) (?:d'abord )?la (?:doc|documentation)|lis (?:d'abord )?le code)(?!\p{L})`,
    ],
    simple: [
      String.raw`(?<!\p{L})(?:simplifie\p{L}*|trop (?:complexe|compliqué)\p{L}*|plus simple|usine à gaz|on n'a pas besoin)(?!\p{L})`,
    ],
    reuse: [
      String.raw`(?<!\p{L})(?:réutilise\p{L}*|code dupliqué|duplication|ne duplique pas|il (?:existe|y a) déjà une? (?:fonction|composant|méthode|classe))(?!\p{L})`,
    ],
    'no-leftovers': [
      String.raw`(?<!\p{L})(?:n'est plus (?:utilisé|nécessaire|utile)e?|ne sert plus|code mort|supprime (?:tout )?ce qui (?:n'est|ne sert))(?!\p{L})`,
    ],
    'keep-working': [
      String.raw`(?<!\p{L})(?:sans (?:rien )?casser|ne casse (?:pas|rien)|ça marchait avant|tu as cassé|avant ça (?:marchait|fonctionnait))(?!\p{L})`,
    ],
    'docs-too': [
      String.raw`(?<!\p{L})(?:(?:et|aussi|puis) met(?:s|tre)? (?:aussi )?à jour (?:le |la |les )?(?:readme|documentation|docs?|changelog)|met(?:s|tre)? (?:aussi )?à jour (?:le |la |les )?(?:readme|documentation|docs?|changelog) (?:aussi|également))(?!\p{L})`,
    ],
    'no-git': [
      String.raw`(?<!\p{L})(?:ne (?:fais|fait) (?:pas|aucun) (?:de )?(?:commit|push|merge)s?|ne (?:commit|committe|push|pousse|merge)\p{L}* (?:pas|rien)|sans (?:commit|push)\p{L}*|je (?:fais|ferai) les commits)(?!\p{L})`,
    ],
    'green-ci': [
      String.raw`(?<!\p{L})(?:la |le )?(?:ci|pipeline) (?:a échoué|échoue|est rouge|est cassée?|plante)(?!\p{L})`,
    ],
  },
};
