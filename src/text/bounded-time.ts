// Is a wish only for a while? What is said for one release, for today or until Friday lays down no rule, and takes none
// back. One pattern for each of the languages of mining/cues.

const BOUNDED: readonly RegExp[] = [
  /\b(?:until|till|'til|through) (?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:until|till) (?:tomorrow|tonight|noon|next (?:week|month|year|sprint|release)|the (?:end of (?:the |this )?(?:day|week|month|sprint|quarter|year|release)|release|launch|demo|freeze|migration|cutover)\b|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\d{1,4}[-/.]\d)/iu,
  /\b(?:for|during|in|with|on) (?:just )?this (?:one )?(?:release|sprint|week|time|session|pr|pull request|branch|commit|task|ticket|run|hotfix|demo)(?: only\b|\b(?=[,.;:!?]|$| (?:only|alone)\b))|\b(?:only|just) (?:for )?(?:this|today|now|once|this once)\b|\b(?:just|only) this (?:once|time)\b|\bthis (?:one )?time (?:only|around)\b/iu,
  /\b(?:for (?:now|today|tonight|the moment|the time being|the rest of (?:the |this )?(?:day|week|session)|the next (?:few |couple of |\d+ )?(?:hours?|days?|weeks?))|temporarily|(?:this|next) week(?: only)?[.!,]|today only|as an exception|one[- ]off)\b/iu,
  /\b(?:hasta (?:el |la )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|mañana|próxim[ao])|solo (?:por hoy|esta vez|para est[ae])|por (?:ahora|el momento)|de momento|temporalmente)(?!\p{L})/iu,
  /(?<!\p{L})(?:até (?:segunda|terça|quarta|quinta|sexta|sábado|domingo|amanhã)|só (?:por hoje|desta vez|para est[ae])|apenas (?:hoje|desta vez)|por (?:agora|enquanto)|temporariamente)(?!\p{L})/iu,
  /(?<!\p{L})(?:jusqu['’](?:à|au) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)|pour (?:l['’]instant|le moment|aujourd['’]hui|cette (?:fois|version|semaine))|juste cette fois|temporairement)(?!\p{L})/iu,
  /(?<!\p{L})(?:bis (?:zum )?(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen)|nur (?:heute|diesmal|dieses mal|für (?:diese|dieses|diesen|jetzt|heute))|fürs erste|vorübergehend|vorerst)(?!\p{L})/iu,
  /(?<!\p{L})(?:до (?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|завтра)|только (?:сегодня|в этот раз|для этого)|пока что|на этот раз|временно)(?!\p{L})/iu,
  /(?:到|直到)(?:周|星期|礼拜)[一二三四五六日天]|暂时|仅此一次|只(?:在|为)?(?:这次|今天)|这次而已/u,
  /[月火水木金土日]曜日?まで|今回(?:だけ|のみ|限り)|今日だけ|とりあえず|一時的に/u,
];

/** Every pattern, for the test that holds them to linear time. */
export const BOUNDED_PATTERNS: readonly RegExp[] = BOUNDED;

/** Whether a sentence says that it holds only for a while, or only this once. */
export function isBoundedInTime(sentence: string): boolean {
  const text = sentence.slice(0, 600);
  return BOUNDED.some((pattern) => pattern.test(text));
}
