// Whether a remark would still mean something to somebody else next month: a whole statement in the present or a
// resolution of principle, without what belongs to one moment. Better no lesson than a fragment.

/** Verbs by which a statement is known as a whole one. */
export const FINITE =
  /\b(?:is|are|has|have|does|do|can|cannot|will|must|should|needs?|uses?|fails?|runs|requires?|blocks?|expects?|contains?|points?|shows?|prints?|stays?|remains?|lives?|hits?|aborts?|breaks?|creates?|checks?|reports?|picks?|reads?|writes?|ignores?|returns?|loads?|depends?|defaults?|accepts?|rejects?|hangs?|adds?|includes?|makes?|keeps?|comes?|takes?|triggers?|starts?|stops?|enables?|disables?|means|works?|looks|wants?|gets?|supports?|applies|hooks? (?:have )?(?:all )?(?:ran|run|passed))\b|n['’]t\b/iu;
/** Said about itself, what comes next, or what just happened to one thing. */
const PERSONAL = /^(?:i|i['’]\w{1,3}|let|let['’]s|we|we['’]\w{1,3}|now|next|yes|no|ok|okay|found|looks like)\b/iu;
/** What an agent resolves to do as a rule, not as its next step. */
const RESOLUTION =
  /\b(?:i['’](?:ll|m)|i (?:will|must|should|need to)|let me|we (?:must|should|need to)) (?:\w{1,12} ){0,3}(?:only|not|never|always|avoid\w{0,3}|directly|instead|rather|without|alone|outside)\b/iu;
/** Parts of one moment: releases, pull requests, times, the run at hand. */
const MOMENT =
  /\b\d{1,4}\.\d{1,4}\.\d|#\d{2,6}\b|\b\d{1,2}:\d{2}\b|\b20\d\d-\d\d|\b(?:this|that|the (?:failed|failing|current|new|latest|last|previous|original|same)) (?:run|job|attempt|session|commit|branch|worktree|change|task|machine|step|patch|fix|pr|issue|request|plan|file)\b|\bdid (?!n['’o])|\b(?:still running|just now|right now|so far|earlier|yesterday|today|at the moment|currently|already (?:on|at|in|pushed|committed|done|fixed))\b/iu;
/** Subjects that only the reader of that one message knows. */
const VAGUE =
  /\bi['’]d\b|^(?:in (?:this|that) case|if so|this|that|these|those|it|they|he|she|there|here|the (?:file|code|issue|problem|error|fix|diff|change|changes|function|command|script|result|output|reason|cause|bug|patch|edit|only|branch|worktree)|one|both|all|everything|nothing|my|our|your)\b/iu;
const SENTENCE_END = /(?<=[.!?])\s+(?=[\p{Lu}“"(`])/u;
const LEAD =
  /^(?:(?:good|great|perfect|note|important|again|indeed|actually|however|so|and|but|also)\b[\s,.:!—–-]{0,4}){1,3}/iu;

/**
 * How well a remark stands for itself: 2 for a whole statement or a resolution, 1 when it leans on something that only
 * its reader knows, 0 for no lesson at all.
 */
export function durabilityOf(remark: string): 0 | 1 | 2 {
  let best: 0 | 1 | 2 = 0;
  for (const sentence of remark.slice(0, 600).split(SENTENCE_END)) {
    const bare = sentence.trim().replace(LEAD, '').replace(/^\(/, '');
    if (
      RESOLUTION.test(bare) &&
      !MOMENT.test(bare.replace(/ (?:for|in) this (?:\w{1,12} ){0,2}(?:task|change|fix)\b/iu, ''))
    )
      return 2;
    if (PERSONAL.test(bare) || !FINITE.test(bare) || MOMENT.test(bare)) continue;
    if (VAGUE.test(bare)) best = 1;
    else return 2;
  }
  return best;
}
