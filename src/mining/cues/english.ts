// English cues.
import type { Cues } from './cues.ts';

export const english: Cues = {
  language: 'en',
  standing: [
    String.raw`^(?:please |and |so |ok,? |also,? )*(?:always|never)\s+(?!mind|ever mind)\p{L}+`,
    String.raw`\b(?:you|we|agents?) (?:should|must|need to|have to|can|may)?\s?(?:always|never)\s+\p{L}+`,
    String.raw`\b(?:please|and|but|then|[,;:])\s+(?:always|never)\s+\p{L}+`,
    String.raw`\b(?:from now on|from here on|going forward|in (?:the )?future|for future (?:reference|sessions)|every time you|each time you|whenever you|as a rule)\b`,
    String.raw`\bin this (?:repo|repository|project|codebase|code base|monorepo)\b[^.?!]{0,500}\b(?:we|you|use|do not|don'?t|only|always|never|must|should)\b`,
    String.raw`^(?:please )?remember (?:to|that|for next time)\b`,
    String.raw`\b(?:our|the) (?:convention|rule|policy|standard) (?:here )?is\b`,
    String.raw`^(?:please )?(?:do not|don'?t) ever\b`,
    String.raw`\bwe (?:only|don'?t|do not) (?:use|write|commit|push|merge|add|allow)\b`,
  ],
  correcting: [
    String.raw`^no\b[,.: -]`,
    String.raw`^(?:please )?(?:don'?t|do not|stop|never)\b`,
    String.raw`^(?:actually|instead|wrong|that'?s (?:not|wrong)|this is (?:not|wrong)|not (?:that|what|like))\b`,
    String.raw`^(?:i said|i told you|again,|as i said|why (?:did|are) you)\b`,
    String.raw`^(?:undo|revert) (?:that|this|it)\b`,
  ],
  asking: [
    String.raw`^(?:also |and |so |but |ok,? |then |hm+,? )*(?:how|what|why|which|where|when|who|whose|is|are|am|isn'?t|aren'?t|do|does|did|don'?t we|should (?:i|we|it)|shall|would it|was|were|has|have|had|will it|can (?:i|we|it)|could (?:i|we|it)|any idea)(?![\p{L}'-])`,
  ],
  noting: [
    // cause
    String.raw`\b(?:because|since (?!then)|due to|caused by|causes|root cause|reason|turns out|which (?:means|is why)|that'?s why|this means|so (?:that )?(?:i'm|i'll|i|it|we)\b)`,
    // what does not work, is not there, is not so
    String.raw`(?:\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must)(?:n['’]t| not)|\bwon['’]t|\bcannot|\bcan['’]t|\bno longer|\bno such|\bunable to|\bnot (?:available|supported|found|installed|allowed|part|related|caused|recogni[sz]ed|needed|just|from|in|on|yet|a|the|tracked|set|configured|usable|reliable))\b`,
    // contrast
    String.raw`\b(?:instead|rather than|actually|however|unfortunately|even though|although|despite|unless|otherwise|except|other than|beyond)\b`,
    // necessity and rules
    String.raw`\b(?:must|needs? to|has to|have to|had to|requires?|required|only|always|never|make sure|avoid|should(?:n['’]t)?|expects?|expected|safe(?:r|st)?)\b`,
    // state of things
    String.raw`\b(?:pre-?existing|unrelated|stale|outdated|blocked|blocks|blocking|missing|ignored?|gitignored|generated|untracked|unstaged|uncommitted|dirty|locked|hangs?|flaky|intermittent|conflicts?|mismatch|deprecated|misleading|truncat(?:ed|es|ing)|filter(?:ed|s|ing)|falsely|silently|known|timed out|times out|timeouts?|prevents?|fails?|failed|failing|failures?)\b`,
    // properties
    String.raw`\b(?:uses?|lives? in|runs? (?:on|in|from|with|via|through)|comes? from|picks? up|picked up|by default|points? to|depends on|defaults? to|accepts?|(?:hooks?|checks?) (?:ran|runs?|passed|all passed|pass|verified)|is (?:set|configured|built|tracked|shared|symlinked|run|loaded))\b`,
  ],
  fillers: (
    'a all also an and any as at be by can could do for from go have i in into is it just lets me my need needs next no now of ok okay on once ' +
    'our please recent so that the them then there these this those to up us want we well will with would you your yours yes hi hello hey thanks ' +
    "thank great good nice fine wow very too forget don't cool sure right alright but or put perfect here again still already before after finally first last another more current latest new when while only"
  ).split(' '),
  general: (
    'add adjust change check code continue create do edit ensure error errors everything explain file files find fix get give go help implement ' +
    'improve investigate issue issues keep let look make mention modify move plan please problem proceed read remove rename replace review run see set ' +
    'show something start stop stuff task tell text thing things try understand update use verify why what how which work write wrong yes page button changes ' +
    'section line function component name ready done finish complete resume retry'
  ).split(' '),
};
