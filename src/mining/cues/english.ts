// English cues.
import type { Cues } from './cues.ts';

export const english: Cues = {
  language: 'en',
  standing: [
    String.raw`^(?:please |and |so |ok,? |also,? )*(?:always|never)\s+(?!mind|ever mind)\p{L}+`,
    String.raw`\b(?:you|we|agents?) (?:should|must|need to|have to|can|may)?\s?(?:always|never)\s+\p{L}+`,
    String.raw`\b(?:please|and|but|then|[,;:])\s+(?:always|never)\s+\p{L}+`,
    String.raw`\b(?:from now on|from here on|going forward|in (?:the )?future|for future (?:reference|sessions)|every time you|each time you|whenever you|as a rule)\b`,
    String.raw`\bin this (?:repo|repository|project|codebase|code base|monorepo)\b[^.?!]*\b(?:we|you|use|do not|don'?t|only|always|never|must|should)\b`,
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
  noting: [],
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
