// English phrasing.
import type { Phrasing } from './phrasing.ts';

/** What rules are about when they are about a kind of thing, not about one thing on the screen. */
const ALL = String.raw`(?:all|every|any|each|no|only|nothing|anything|everything|whatever|nobody|no one)`;
const ONE_THING = String.raw`(?:it|this|that|they|these|those|there|he|she|i|you|what|which|who|here|so)`;

export const english: Phrasing = {
  language: 'en',
  leadIns: [
    String.raw`(?:p(?:l|o)?ease|pelase|plz|pls|kindly|just|also|and|so|but|btw|fyi|hey|hi|hello|ok(?:ay)?|okey|hmm+|uh+m?|um+|oh|ah+|yo|well then|by the way|as i said|like i said|once again)\b[,.:;! -]*`,
    String.raw`(?:no+|nope|nah|yes|yeah|yep|yup|right|exactly|alright|cool|nice|great|good|perfect|thanks|thank you|sorry|wait|stop|man|dude|bro|actually|again|then|now|next|note|remember|reminder|important|agreed|confirmed|true|sure|correct)(?: (?:man|dude|wait|thanks))?\s?[,.:;!-]+\s*`,
    String.raw`(?:can|could|would|will) (?:you|we|u)(?: please| also| just| maybe)*\s+(?!not\b)`,
    String.raw`(?:i(?:'d| would) (?:like|prefer)|i want|i need) (?:you |us )?to\s+`,
    String.raw`(?:make sure|be sure|ensure)(?: that)?(?: you| to)*\s+`,
    String.raw`(?:please )?(?:remember|don['’]?t forget|do not forget)(?: to| that)\s+`,
    String.raw`(?:from now on|from here on(?: out)?|going forward|moving forward|in (?:the )?future|for (?:future reference|the future|next time|future sessions)|next time|as a rule|as always|in general|generally)\b[,:]?\s*`,
    String.raw`(?:once|when|after) (?:you(?:['’]re| are) |it['’]?s |all )?(?:done|finished)\b[,:]?\s*`,
    String.raw`i (?:already |just )?(?:said|told you|asked you|asked)(?: to(?! not)| that)?,?\s+(?!not\b)`,
    String.raw`(?:let['’]?s|lets)\s+(?:go ahead and |just |also )*(?!not\b)`,
    String.raw`(?:i think|i guess|i believe|imo|in my opinion)(?: that)?\s+(?=we should|you should)`,
  ],
  tails: [
    String.raw`[\s,]+(?:please|pls|plz|thanks|thank you|thx|ok(?:ay)?|right|alright|man|dude|lol|haha+|again|from now on|going forward|in (?:the )?future)[\s.!?]*`,
  ],
  rewrites: [
    [
      String.raw`(?:i|we) (?:no longer|don['’]?t|do not) use (.{1,120}?)(?: any ?more| any longer)`,
      '$1 is no longer used',
    ],
    [String.raw`(?:i|we) no longer (use|need|support|want|have) (.{1,120})`, '$2 is no longer $1d'],
    [String.raw`(?:(?:i|we) )?(?:don['’]?t|do not|never) want (?:you |us )?to (?:ever )?(.{1,200})`, 'Do not $1'],
    [
      String.raw`(?:(?:i|we) )?(?:don['’]?t|do not|never) want (?:my |our |the |any )?(.{2,80}?) (?:to be|being) (.{2,120})`,
      '$1 must not be $2',
    ],
    [String.raw`(?:(?:i|we) )?(?:don['’]?t|do not) want (?:any )?(.{2,160})`, 'Avoid $1'],
    [String.raw`(?:i|we) want (?:you |us )to (.{1,200})`, '$1'],
    [String.raw`(?:i|we) (?:told|asked) you not to (.{1,200})`, 'Do not $1'],
    [
      String.raw`(?:(?:we|you|agents?|everyone) )(?:should|must|may|are|can)(?:n['’]?t| not|not) (?:to )?(?:ever )?(.{1,220})`,
      'Do not $1',
    ],
    [
      String.raw`(?:(?:we|you|agents?|everyone) )(?:should|must|need to|have to|ought to|are to|['’]?re (?:supposed|meant) to) (.{1,220})`,
      '$1',
    ],
    [String.raw`(?:we|you|agents?|everyone) (?:will |should |must )?(always|never|only) (.{1,220})`, '$1 $2'],
    [
      String.raw`(?:we|i) (?:don['’]?t|do not) (use|write|commit|push|merge|add|allow|like|run|support|ship|keep|store|need) (.{1,200})`,
      'Do not $1 $2',
    ],
    [
      String.raw`(?:we|i) (?:now |usually |normally )?(use|prefer|run|write|store|keep|deploy|ship|target|support|name|call|put|pin|tag|squash|log|treat|format|lint|follow|commit|push|merge|read|release|test|build|publish|rebase|branch|quote|escape|strip|return|log|send|round|count|cache) (.{1,220})`,
      '$1 $2',
    ],
  ],
  deciding: [
    String.raw`(?:(?:the |our |final |my )*(?:decision|rule|convention|policy|standard|ruling|agreement)|decided|settled|agreed rule|for the record|writing (?:it|this) down)\b[^:.!?\n]{0,80}:\s+`,
    String.raw`(?:we|i)(?:['’]ve| have)? (?:decided|settled|agreed)(?: on)? (?:that |to )?`,
    String.raw`(?:our|the) (?:team )?(?:convention|rule|policy|standard|agreement) (?:here )?is(?: that| to)?\b[:,]?\s*`,
  ],
  settling: [
    // what is used and what is not, or no longer
    String.raw`\b(?:i|we) (?:no longer|never) (?:use|need|support|want|run|ship)\b`,
    String.raw`\b(?:i|we) (?:do not|don['’]?t) (?:use|support|ship|allow|write|commit|push|merge) \S.{0,80}\b(?:any ?more|any longer|here|in this|directly|to (?:main|master))\b`,
    String.raw`\bwe (?:only |always |now )?(?:use|run|write|deploy|store|target|support|prefer|keep|format|lint|pin)\b.{1,80}?(?:,? (?:(?<!if )not (?=[^,])|never|instead of|rather than|and not)\b|\b(?:here|for all|for every|everywhere)\b)`,
    String.raw`^(?!${ONE_THING}\b)[^,;:]{2,80}? (?:is|are) (?:now )?(?:deprecated|forbidden|banned|prohibited|not allowed|off limits|mandatory|append-only|read-only)\b`,
    String.raw`^(?:always |only |please )*use [^,;]{1,60}?(?:, (?:not|never)\b|\b(?:instead of|rather than|over)\b).{1,80}\b(?:in this|for all|for every|for any|everywhere|here|project|repo)\b`,
    // wishes that stay
    String.raw`\b(?:don['’]?t|do not|never) want (?:my|our|any|the)?\s?[^,;:]{2,60}? (?:to be|being) (?:public|private|published|shared|exposed|committed|tracked|pushed|logged|deleted|overwritten|changed|sent|uploaded|stored|visible|leaked)\b`,
    String.raw`\b(?:should|must|has to|have to|needs? to) (?:stay|remain|be kept|be) (?:private|secret|local|public|untracked|gitignored|backwards?[ -]compatible|optional|reproducible|idempotent)\b`,
    String.raw`^(?:you are|you['’]re|u are) (?:not )?to\s`,
    String.raw`^(?:do not|don['’]?t|never) (?:ever )?(?:make|take) (?:any )?(?:decisions?|assumptions?)\b`,
    String.raw`^(?:you|we) (?:should|must)(?:n['’]?t| not) (?:have|use|add|commit|push|write|rely|depend|hard-?code|mock|skip) (?:any|on any)\b`,
    // how a kind of thing has to be
    String.raw`^(?:all|every|any|each|whatever|anything|everything)\b[^;:]{2,110}\b(?:must|has to|have to|ought to|shall)\b`,
    String.raw`^(?:all|every|any|each|whatever|anything|everything)\b[^;:]{2,90}\bshould\b.{2,120}\b(?:instead of|rather than|not|never)\b`,
    String.raw`^(?:no|nothing|nobody|no one)\b[^;:]{2,80}\b(?:may|must|should|can|is allowed|are allowed|gets?)\b`,
    String.raw`^(?!${ONE_THING}\b)(?:the )?[\p{L}\d._/-]+(?:s|es) must (?:not |never |always |only )?(?:be|have|use|go|stay|live|start|end|follow|include|carry|come|pass|match|keep)\b`,
    String.raw`^(?:a|an) [^,;:]{2,50}\b(?:must|needs? to|has to)\b.{2,100}\b(?:before|after|unless|until|when|without)\b`,
    // where things are and what they are called
    String.raw`^(?:our|the project['’]s|this project['’]s|this repo['’]s) [^,;:]{2,50} (?:is|are|lives?|goes?|go) (?!not sure|to\b|a bit|too\b|so\b)(?:in |at |on |under |called |named )?[\x60'"]?[\p{L}\d._/-]*[._/\d-][\p{L}\d._/-]*`,
    String.raw`^the [\p{L} ]{2,40} (?:live|lives|are kept|is kept|belong|belongs|go|goes) (?:in|at|on|under|into) [\x60'"]?[\p{L}\d_-]*[./][\p{L}\d._/-]+`,
    String.raw`^the (?:release|main|default|production|staging|working|integration|base) branch is [\x60'"]?[\p{L}\d._/-]+`,
  ],
  ruling: [
    String.raw`\b(?:must|never|always|shall|has to|have to|from now on|no longer|only (?:via|through|with|from|by|in|on|after|when)|is the contract|is authoritative|banned|forbidden|required|mandatory|append-only|additive|idempotent|optional|atomic|read-only|deprecated|legacy)\b`,
    String.raw`^(?:we|i) (?:use|keep|store|write|read|run|deploy|ship|target|support|name|pin|tag|log|treat|prefer|send|return|round|quote|escape|strip|reject|accept|sort)\b`,
    String.raw`^(?!${ONE_THING}\b)[^,;:]{2,60}?(?<!\b(?:to|not|can|will|let|you)) (?:uses?|requires?|moves? to|follows?|stays?|resolves?|goes?|gets?|needs?|exits?|ends?|starts?|reads?|writes?|rejects?|includes?|maintained|pinned|stored|named|sorted|regenerated)\b`,
  ],
  agreeing: [
    String.raw`(?:agreed|confirmed|settled|exactly|correct|right|yes|yep|yeah|good|great|perfect|fine|ok(?:ay)?|understood|makes sense|sounds (?:good|right)|that(?:['’]s| is| was| settles| matches| explains| closes| confirms)|this (?:is|confirms|settles|explains)|approved|accepted)\b`,
  ],
  reporting: [
    String.raw`\b(?:it|this|that|which|they|he|she|code|tests?|app|page|server|build|ci|pipeline|run|error|bug|it['’]?s|is|are|was|were|has|have|had|i|i['’]?ve|i['’]?m) (?:still |also |almost |just |would |will |can |could )?(?:always|never)\b`,
    String.raw`\b(?:always|never) \p{L}{2,20}ed\b|\bnever ?mind\b`,
    String.raw`^if\b(?!.{1,80}(?:always|never|must))`,
    String.raw`\b(?:perhaps|maybe|i think|i guess|not sure|i wonder|probably|seems?|looks like|might)\b`,
    String.raw`\b(?:it|this|that|there|something|you|he|she) must (?:be|have)\b`,
    String.raw`^(?:(?!${ALL}\b)\p{L}+ ){0,3}(?:was|were|had|did|failed|broke|happened)\b`,
    String.raw`\bright$`,
  ],
  asking: [
    String.raw`\b(?:what|how|which|whether|why|where|who|whose)\b`,
    String.raw`(?:^|[,;:.] |\b(?:and|then|to|please) )(?:recommend|state|explain|describe|tell|say|propose|suggest|find out|work out|figure out|establish|determine|investigate|track down|show|summari[sz]e|decide|list)\b`,
  ],
};
