// English cues for themes.
import type { ThemeCues } from './theme.ts';

const NOT = String.raw`(?:do not|don'?t|dont|never|stop|avoid|quit|no need to|without)`;
const DOCUMENT = String.raw`(?:@?[\w./-]{0,60}(?:readme|changelog|(?:agents|claude|contributing|gemini)\.md)(?:\.mdx?)?|[\w./-]{1,60}\.mdx?|(?:the |our |any |all |end[ -]user |user |api )*(?:docs|documentation)(?:/[\w./-]{1,60})?)`;
const ANSWER = String.raw`(?:answers?|repl(?:y|ies)|responses?|explanations?|messages?|summar(?:y|ies)|outputs?)`;
const LANGUAGE = String.raw`(?:english|spanish|portuguese|french|german|russian|chinese|japanese|korean|italian|turkish|polish|dutch|ukrainian|vietnamese|arabic|hindi)`;

export const english: ThemeCues = {
  language: 'en',
  script: String.raw`[a-z]`,
  again: [
    String.raw`(?<!\b(?:try|run|test|start|check|look|read|it|once|over|me|and|here|back|this|that|up|them) )\ba?g[ai]{1,2}n\b`,
    String.raw`\b(?:i (?:have )?(?:already )?(?:told|said|asked)(?: you)?|as i said|how many times|you keep \w+ing|every (?:single )?time|for the (?:second|third|last|nth) time|once more you)\b`,
  ],
  cues: {
    'short-answers': [
      String.raw`\btl;? ?dr\b`,
      String.raw`\b(?:your|the|these|those|such|so) (?:\w+ ){0,2}${ANSWER} (?:is|are|was|were|it'?s) (?:\w+ )?too (?:long|verbose|wordy|big|much)\b`,
      String.raw`^(?:no |ok |hey |sorry |wait |dude |man |omg |wow )*(?:that'?s |this is |it'?s |you'?re |you are |way |far |still )*too (?:verbose|wordy|chatty|much (?:text|info(?:rmation)?|detail|words|to read))\b`,
      String.raw`\b(?:be|stay|keep (?:it|this|that|things|your \w+|the ${ANSWER})) (?:\w+ )?(?:short|brief|concise|succinct|terse|crisp|to the point)\b(?!-| (?:term|circuit|lived))`,
      String.raw`\b(?:shorter|briefer|more concise|less verbose|concise|short|brief|terse) (?:answers?|repl(?:y|ies)|responses?)\b`,
      String.raw`\b${NOT} (?:write|writing|give|giving|send|sending|print|printing|dump|dumping) (?:me )?(?:so (?:much|many)|such (?:a )?long|long|walls? of|an? (?:essay|novel|wall)|essays|novels|too much)\b`,
      String.raw`\bwalls? of text\b`,
      String.raw`\bover ?wh?[elm]{3,8}ed\b|\b(?:don'?t|not|n[o']t|stop) (?:\w+ )?over ?wh?[elm]{3,8}(?:ing)? me\b|\b(?:you'?re|that'?s|this is|it'?s) (?:\w+ )?overwhelming\b`,
      String.raw`\b(?:tone (?:it|this|that) down|get to the point|straight to the point|cut the (?:fluff|crap|chatter)|no (?:fluff|yapping|rambling)|stop (?:yapping|rambling|talking so much|over-?explaining))\b`,
      String.raw`^(?:please |just |ok |no |now |can you |could you )*(?:answer|reply|explain|respond|tell me|say it)\b[^.?!]{0,60}\bin (?:one|a single|two|three|a few|[123]) (?:short )?(?:sentences?|lines?|words?|paragraphs?)\b`,
      String.raw`\bjust (?:give me |tell me |say )?the (?:answer|command|gist|result|short version)\b`,
    ],
    'full-answers': [
      String.raw`\b(?:more|in (?:full|more|greater)) detail(?:s|ed)? (?:please|answer|explanation|about what you)|\b(?:don'?t|do not) (?:skip|leave out|omit|shorten) (?:any |the )?(?:details?|anything|explanations?)\b|\bwith full details\b|\b(?:longer|more detailed|more thorough) (?:answers?|repl(?:y|ies)|responses?|explanations?)\b|\b(?:answer|explanation|reply|response) (?:is|was) too (?:short|brief|vague)\b`,
    ],
    'plain-words': [
      String.raw`\b(?:you (?:have )?lost me|eli ?5|explain (?:it |this |that )?(?:to me )?like i(?:'?m| am)|in (?:simple|simpler|plain|layman'?s?|human|everyday) (?:terms|words|english|language)|(?:simple|simpler|plain|plainer) (?:terms|words|english|explanation)|less jargon|no jargon|dumb it down)\b`,
      String.raw`\bi (?:still |really |just )?(?:don'?t|do not|dont|can'?t|cannot) (?:really |even )?(?:und[a-z]{3,6}st?[a-z]{0,4}|follow|get) (?:you\b|your|what you|a word|anything|a thing|shit|any of (?:this|that|it))`,
      String.raw`\bi (?:still |really |just )?(?:don'?t|do not|dont) und[a-z]{3,6}[a-z]{0,4}(?: (?:this|that|it))?(?:$|[.,!;]| (?:at all|also|can you|please|explain)\b)`,
      String.raw`\b(?:what (?:the hell |the heck )?are you talking about|no idea what you(?:'?re| are| mean)|you(?:'?re| are) confusing me)\b`,
    ],
    'one-way': [
      String.raw`\b(?:do not|don'?t|dont|stop|no need to|never) (?:\w+ ){0,2}(?:give|giving|offer|offering|show|showing|list|listing|suggest\w*|usgg?est\w*|propos\w+|present\w*) (?:me |us )?(?:with )?(?:so many |too many |any |more |multiple |several |different |\d+ |a (?:list|menu) of |the )?(?:options?|alternatives?|choices|possibilities|approaches)\b`,
      String.raw`\b(?:too many|no more|enough|so many|stop with the|again with the) (?:options|choices|alternatives)\b`,
      String.raw`\bwith options? ?1 (?:and |or |, ?)?options? ?2\b`,
      String.raw`\bjust (?:give me|tell me|show me|pick|choose|recommend) (?:the )?(?:one|best|single)\b`,
      String.raw`\b(?:give|tell|show) me (?:just |only )?(?:one|1|a single) (?:way|option|solution|answer|approach|command|recommendation)\b`,
    ],
    recommend: [
      String.raw`\b(?:what|which(?: one| option| way| approach)?) (?:do|would|did) you (?:recommend|suggest|prefer|pick|choose|advise)\b`,
      String.raw`\bwhat(?:'?s| is| would be) (?:your (?:recommendation|suggestion|advice|opinion|preference)|the (?:best|recommended|right|better|cleanest) (?:approach|way|app[a-z]{3,6}ch|option|solution|practice)|best)\b`,
      String.raw`\bwhat should (?:we|i) do (?:about|here|now|to)\b|\bwhich (?:one )?is (?:better|best)\b|\bwhat (?:fix|solution) (?:do )?you (?:suggest|recommend|propose)\b|\bdo you (?:recommend|have a recommendation)\b`,
    ],
    'as-table': [
      String.raw`\b(?:cr[ea]{2,3}te|make|give me|show(?: me)?|print|put|draw|output|present|format|list|summari[sz]e|display|should ?be|sh[ou]{2}lbe)\b(?: (?:it|this|that|them|me|us|all|in|as|the result|the output|the answer)){0,4} (?:an? )?(?:(?:markdown|comparison|summary|simple|short) )?(?:in )?table(?: f[or]{1,3}[amt]{2,4}| form)?(?=$|[\s.,!?:;])(?! (?:in|for) (?:the )?(?:db|database|schema)|s| called| named| column| row| with columns)`,
    ],
    'number-points': [
      String.raw`\b(?:number|enumerate) (?:them|these|those|your|each|every|all|the (?:findings|options|issues|points|items|suggestions|steps|questions))\b`,
      String.raw`\b(?:as|in|with|use|give me) (?:a )?numbered (?:list|points|items|options|findings|steps)\b`,
    ],
    language: [
      String.raw`\b(?:answer|reply|respond|speak|talk|write|communicate|explain|continue|summari[sz]e)(?: to me| with me| me| back| it| this| that| everything| please| again| only| always| your \w+)* in ${LANGUAGE}\b`,
      String.raw`^(?:in )?${LANGUAGE} (?:please|pls|plz|only)\b|^(?:please |pls )?in ${LANGUAGE}[.!]?$`,
    ],
    'no-emojis': [
      String.raw`\b(?:no|without|remove (?:the |all (?:the )?|those )?|${NOT} (?:use|using|add|adding|put) (?:any )?|drop the |lose the )\s?emojis?\b`,
    ],
    'ask-first': [
      String.raw`^(?:no[,!.]? )?ask me\b(?! (?:for|to|about|anything|again)\b)|\bnot (?:make|take) (?:any )?decisions\b`,
      String.raw`\btell (?:me|us|we) (?:\w+ ){1,8}before you (?:do|run|start|change|touch)\b|\b(?:ask|check with|consult|clarify with|confirm with|verify with|discuss (?:it |this |that )?with|run it by|tell) me (?:first|before|prior)\b`,
      String.raw`\b(?:always |please |you (?:should|must|are to|need to|have to) |have to |stop and |if (?:unsure|in doubt|not sure|you are unsure|you'?re (?:not sure|unsure))[, ]+)(?:just |always )?ask me\b(?! (?:for|to|about) (?:a|the|my) (?:password|name|input|token))`,
      String.raw`\bask me (?:if|when|whenever|any|clarifying|questions)\b(?=.{0,60}\b(?:unsure|not sure|unclear|doubt|questions?|clear|anything|need)\b)`,
      String.raw`\b(?:do not|don'?t|dont|never|stop|quit) (?:ever )?(?:decid(?:e|ing)|mak(?:e|ing) (?:any |your own |such |those )?(?:decisions?|assumptions?|choices)|assum(?:e|ing)(?! that the)|tak(?:e|ing) decisions)\b(?! (?:is|was|the (?:user|file|value|input)))`,
      String.raw`\b(?:not|n't|you|never|nothing|anything|it)\b.{0,60}\bwithout (?:asking|consulting|checking with|confirming with|telling|my (?:approval|permission|consent|ok|confirmation|go-?ahead|say)|permission|approval)\b`,
      String.raw`\bwait (?:for|until) (?:me\b|my|i (?:say|tell|confirm|approve|give|review|answer|decide|check))(?! (?:machine|server|build))`,
      String.raw`\b(?:get|need|needs|wait for|ask for|requires?) my (?:approval|permission|confirmation|ok|okay|go-?ahead|consent|sign-?off)\b|\buntil i (?:say so|approve|confirm|say go|tell you)\b`,
      String.raw`\bwho (?:told|asked|said) you\b|\b(?:let me|i(?:'?ll| will| want to)) decide\b(?! (?:once|after|when|later))|\bstop(?:ping)? (?:at|after) (?:each|every) \w+ (?:for|so|and)\b`,
    ],
    'carry-on': [
      String.raw`\b(?:stop|quit) asking(?: me)?\b|\b(?:do not|don'?t|dont|no need to|never) (?:keep )?ask(?:ing)?(?: me)?(?: again| for (?:permission|confirmation|approval|my)| every| so many| any| questions| just|,|$)`,
      String.raw`^(?:please |just |ok |now |and |then )*(?:continue|proceed|keep (?:going|working)|go on|work|do|run|fix|implement|finish|complete|carry on)\b[^?]{0,80}\bwithout (?:asking|stopping|confirmation|waiting|my (?:input|approval|confirmation)|interruption|prompting)\b`,
      String.raw`\b(?:do not|don'?t|dont|never) (?:stop|pause|wait|come back)(?: working)? (?:until|till|to ask|for (?:me|my|confirmation|approval))\b|\bkeep going (?:until|till)\b|\byou (?:don'?t|do not) (?:need|have) to ask\b`,
    ],
    'discuss-first': [
      String.raw`\b(?:we(?:'?re| are)|i(?:'?m| am)|let'?s|lets|for now|this is|it'?s) (?:only |just |stil+ )+(?:talk(?:ing)?|discuss(?:ing|ion)?|brainstorm(?:ing)?|think(?:ing)? (?:about|through|out loud)|a question|asking|chat(?:ting)?|plan(?:ning)?)\b(?! (?:to|on)\b)`,
      String.raw`\bno (?:implementations?|implementing|coding|code changes|edits|code yet|changes yet|code for now|changes for now)\b`,
      String.raw`\b(?:do not|don'?t|dont) (?:you )?(?:implement|code|start (?:coding|implementing|working|writing|building)|write (?:any )?code|change (?:anything|any (?:code|file))|edit (?:anything|any (?:code|file))|do anything|make (?:any )?(?:code )?changes|touch (?:anything|any|the code)|modify (?:anything|any (?:code|file)))\b(?! (?:else|other|besides|except|that|unrelated|to the (?:other|rest)))(?:.{0,24}\b(?:yet|before|until|first)\b|[.,!]|$)`,
      String.raw`\bwithout (?:implementing|coding)\b|\bwithout (?:making|changing|editing|writing|touching) (?:any )?(?:code|changes|files?|anything)\b`,
      String.raw`\b(?:discuss|talk about|plan|think|brainstorm)(?: (?:it|this|that|with me|through|about it|together|any \w+ you find))* (?:first|before (?:you|we|doing|any|implementing|coding|making|writing|changing|submitting))\b`,
      String.raw`\b(?:before (?:you |we )?(?:implement(?:ing)?|start(?:ing)? (?:coding|implementing|writing)|cod(?:e|ing)|doing anything|do anything|making any changes|make any changes|writing any code|write any code|changing anything|change anything))\b`,
      String.raw`\b(?:first|only|just) (?:give me|show me|present|make|write|propose|create) (?:me )?(?:a |the |your |an )(?:\w+ )?plan\b|\bplan first\b|\bjust (?:tell|let) me (?:know )?(?:what|how|if|why)\b.{0,60}\b(?:would|should|think)\b`,
    ],
    'show-first': [
      String.raw`\bshow me (?:an? |the |some |what |how )(?:\w+ ){0,5}(?:mock-?ups?|examples?|samples?|previews?|drafts?|wireframes?|sketch(?:es)?|would look|should look|will look|looks? like|would be|diff before)\b`,
      String.raw`\b(?:mock-?ups?|draft|preview|wireframe|sketch)\b[^.?!]{0,40}\b(?:first|before)\b|\bso (?:that )?i can (?:react|rview|review|see|comment|give feedback|decide)\b`,
    ],
    'user-tries': [
      String.raw`\b(?:i(?:'?ll| will| can| would rather| already| have)|let me|i'?m (?:already |going to |gonna )?)\s?(?:have |be |do |already )?(?:test(?:ed|ing)?|try|tried|run|ran|running|check(?:ed)?|verif(?:y|ied)|start|build|edit|try out)\b(?: (?:it|this|that|them|the \w+(?: \w+)?|out|live|things|w/ \(?the same\)? real data))* ?(?:myself|manually|by hand|real quick|on my (?:own|end|side))\b`,
      String.raw`\bi (?:have )?already (?:tested|tried|ran|verified|checked)\b|\b(?:to|me) (?:\w+,? (?:and )?){0,8}test (?:it )?manually\b`,
      String.raw`\b(?:do not|don'?t|dont|never|stop|no need to) (?:\w+ )?(?:run|start|restart|launch|open|build|kill|running|starting|launching)(?: up)?(?: (?:the|my|a|your|any|another|dev|development|local))* (?:server|app|application|browser|dev|simulator|emulator|docker)\b`,
      String.raw`\b(?:server|app|site|it) is already (?:running|up|started)\b|\balready (?:have|has) (?:it|the \w+(?: server)?|a server) running\b`,
    ],
    'exact-wording': [
      String.raw`\b(?:use|keep|take|copy|put) (?:the |this |that |my |it )?(?:exact|exactly (?:the|this|that|my|as)|verbatim|word[- ]for[- ]word)\b|\bword[- ]for[- ]word\b|\bverbatim\b`,
      String.raw`\bshould (?:be|say|read) ?["“]|\bmake it:? ?["“]|\b(?:message|text|title|label|button|wording|heading|header|caption|sentence|tooltip|copy|placeholder|headline|subtitle) (?:should|must|needs to|has to|to|should just) (?:say|read|be called|be changed|be:|be as)\b`,
      String.raw`\b(?:change|update|fix|adjust|reword|rephrase|tweak) (?:the |this |that |our )?(?:\w+ ){0,3}(?:wording|message|label|caption|tooltip|headline|phrasing)\b`,
      String.raw`\bwhy'?d? (?:did )?you (?:break up|change|reword|rephrase|alter|rewrite) (?:the |my |this )?(?:text|wording|words|sentence|message)\b`,
    ],
    'only-asked': [
      String.raw`\b(?:only|just) (?:change|touch|edit|modify|fix|do|update) (?:what (?:i|was|is)|the (?:part|thing|line|file|function|section)s? (?:i|that i)|exactly|that,? (?:nothing|and nothing)|these (?:files|lines)|this (?:file|part|line|function)\b(?! to))`,
      String.raw`\b(?:do not|don'?t|dont|never|stop|without) (?:ever )?(?:touch|chang|modify|edit|alter|remov|delet|renam|reorder|re-order|refactor|rewrit|updat|mess with|do|mak|add|fix)(?:e|ing|ying)? (?:\w+ )?(?:anything (?:else|other|besides|except|but|outside|that)|any of|any other|any unrelated|any (?:extra|additional|existing)|other|the rest|unrelated|everything|nothing|stuff|the other|the existing|existing|my (?:code|changes|files?|edits|work)|extra|additional|more than|things)\b(?! (?:about|to the (?:db|database)))(?! with (?:them|it))`,
      String.raw`\b(?:i|we|nobody|no one) (?:did not|didn'?t|didnt|never|did) (?:\w+ )?(?:ask(?:ed)?|tell|told|say|said|want|wanted|request(?:ed)?)(?: (?:you|u))?(?: (?:for|to|that|about|it|this|any))\b(?<=n'?t .{0,40}|not .{0,40}|never .{0,40}|(?:nobody|no one) .{0,40})`,
      String.raw`\b(?:and|but|do|change|touch|with) nothing (?:else|more)\b|^nothing (?:else|more)(?:$|[.,!)])|\b(?:leave|keep) (?:the rest|everything else|all (?:the )?others?|the others?|the remaining \w+) (?:as[- ]is|as (?:it|they) (?:is|are|was|were)|alone|unchanged|untouched|intact|the same)\b`,
      String.raw`\b(?:unrelated|unnecessary|unrequested|unwanted) (?:changes?|edits?|files?|modifications?|refactor\w*)\b|\bno (?:other|further|extra|additional|unrelated|unnecessary) (?:changes?|edits?|modifications?|features?|refactor\w*)\b`,
      String.raw`\bwhy (?:did|have|would) (?:you|u) (?:\w+ )?(?:chang|touch|edit|remov|delet|renam|add|refactor|creat|mov|rewr[io]t|replac|modif|also)\w*\b`,
      String.raw`\b(?:that'?s|this is|it'?s|thats) not what i (?:asked|wanted|meant|said|requested|told)\b|\bi(?:'?m| am) (?:undoing|reverting) (?:all|your|that|this|everything|it)\b|\bi (?:undid|reverted|rolled back|discarded) (?:all )?(?:your|that|those|the|everything|it)\b`,
      String.raw`\b(?:stick|limit yourself|restrict yourself|stay) (?:only )?(?:to|within) (?:the (?:task|scope|request|plan)|what i|scope)\b|\b(?:out of|beyond the|outside the) scope\b`,
    ],
    'whole-task': [
      String.raw`\byou (?:have |just |also |still |only )?(?:forgot|forgotten|missed|skipped|left out|omitted|didn'?t (?:finish|complete|implement|update|do|add|include|handle|fix) (?:all|the|it|everything|any)|did not (?:finish|complete|implement|update|do|add|include|handle)|haven'?t (?:finished|done|implemented|updated|read|completed))\b`,
      String.raw`\b(?:no|don'?t (?:leave|use|write|add)(?: any)?|do not (?:leave|use|write|add)(?: any)?|without(?: any)?|never (?:leave|use|write)) (?:placeholders?|stubs?|todos?|todo comments|partial implementations?|half[- ]\w+)\b`,
      String.raw`\bfailed to update\b|\b(?:what about|where is|where are) the (?:rest|others?|remaining)\b|\b(?:finish|complete|do) (?:all of (?:it|them)|everything|the (?:whole|entire) (?:thing|task|list|plan)|all (?:the )?(?:remaining|tasks|steps|items))\b`,
    ],
    'small-steps': [
      String.raw`\b(?:one|1) (?:step|thing|file|change|phase|task|item|question|part|at) (?:at )?a (?:time|once)\b|\bone (?:step|thing|file|change|phase|task|question|part) at a time\b|\bone by one\b`,
      String.raw`\b(?:work(?:ing)?|proceed|go|do (?:it|this)|implement(?: it)?) (?:very )?(?:incrementally|step[- ]by[- ]step|in (?:small|smaller|tiny|little) (?:steps|increments|chunks))\b|\b(?:small|smaller|tiny|baby) (?:steps|increments)\b`,
      String.raw`\bstop(?:ping)? (?:at|after) (?:each|every) (?:phase|step|task|stage|item|change)\b`,
    ],
    'no-new-files': [
      String.raw`\b(?:do not|don'?t|dont|never|stop|avoid|without) (?:ever )?(?:creat|mak|writ|add|generat|leav)(?:e|ing)? (?:me )?(?:any |new |extra |more |unnecessary |so many |another |separate |additional |a new |summary |a |an |random |backup )*(?:files?|docs?|documents?|md|markdown(?: files?)?|reports?|scripts?|summary|summaries|documentation)\b(?! (?:in|to|for|on|under|with|that|which|about) )`,
      String.raw`\b(?:no|stop with the|too many) (?:new |more |extra |additional )?(?:md|markdown|summary|documentation|doc|report) files?\b|\bno (?:new|extra|additional|more) files?\b`,
      String.raw`\b(?:edit|update|change|modify|use|extend) the existing (?:\w+ )?files? (?:instead|rather|and not)\b`,
    ],
    'no-new-dependencies': [
      String.raw`\b(?:no|without|avoid|(?:do not|don'?t|dont|never|stop) (?:add|install|introduce|use|pull in|bring in|want)(?:ing)?)(?: (?:adding|installing|any|new|more|extra|additional|external|another|third[- ]party|heavy|unnecessary|a|in))* (?:dependenc(?:y|ies)|librar(?:y|ies)|third[- ]party \w+|npm packages?|packages|deps)\b(?! (?:array|injection|on))`,
    ],
    verify: [
      String.raw`\b(?:did|have) (?:you|u) (?:actually |really |even |already )*(?:run|ran|test|tested|try|tried|verify|verified|check|checked|execute|executed|build|built|compile|compiled|lint|linted)\b`,
      String.raw`\byou (?:said|say|claim(?:ed)?|told me|just said|keep saying|promised) (?:that )?(?:it|that|this|everything|you|all|the \w+)\b.{0,60}\b(?:done|work(?:s|ed|ing)?|fixed|pass(?:es|ed|ing)?|finished|complete[d]?|ready)\b`,
      String.raw`^(?:no,? |nope,? |hmm+,? |ok,? |wait,? |but |and |uh+,? |well,? |sorry,? )*(?:it |it'?s |this |that |that'?s |the \w+ |they |i |they'?re )?(?:is |are |does |do |am )?(?:still|again|also still) (?:not (?:work|fix|pass|show|there|correct|right)|doesn'?t (?:work|pass|show|run|build|compile|seem)|does not (?:work|pass|show)|don'?t (?:see|work|show)|fail(?:s|ing|ed)|broken|wrong|the same|same (?:error|issue|problem|logs?|result|thing)|get(?:ting)? (?:the |this |that |same |an? )*(?:same|error|issue|problem)|see(?:ing)? (?:the |this |that |same |an? )*(?:same|error|issue|problem|it)|have the same|crash|buggy|there|happening|got)`,
      String.raw`\b(?:did not|didn'?t|does not|doesn'?t|not) (?:work|fix(?: it| that| anything)?|help) (?:either|at all|still)\b|^(?:no,? |nope,? |hmm+,? |but |sorry,? )*(?:it |that |this )(?:did not|didn'?t) (?:work|fix|help)\b`,
      String.raw`\b(?:test|verify|run|try|check|confirm) (?:it|this|that|your \w+|everything|the (?:fix|change|changes|result))(?: yourself| again| works)*,? (?:first|before (?:you|claiming|saying|telling|reporting|committing))\b|\bverify (?:that )?(?:it|this|that|everything) (?:still |actually )?works?\b|\b(?:confirm|verify|make sure|ensure|check) (?:that )?[\w ]{1,40} still works?\b`,
      String.raw`\bdouble[- ]?check (?:your (?:work|changes|code|answer|fix)|everything|that it works)\b|\bprove (?:it|to me)\b|\breview your (?:own )?(?:changes|work|code)\b|\b(?:test|verify|check) (?:it|this|your (?:work|changes|code)) yourself\b`,
    ],
    'no-guessing': [
      String.raw`\b(?:do not|don'?t|dont|never|stop|quit|no more) (?:\w+ )?(?:guess(?:ing|work)?|hallucinat(?:e|ing)|speculat(?:e|ing)|mak(?:e|ing) (?:things|stuff|shit|it|this|that) up|invent(?:ing)?(?: things| stuff)?)\b(?! the)`,
      String.raw`\b(?:no guess(?:ing|work)|(?:you'?re|are you|you are|just|stop|ur) (?:just )?(?:guessing|hallucinating|making (?:this|that|it|things|stuff|shit) up)|you (?:hallucinated|made (?:this|that|it) up|just assumed))\b`,
      String.raw`\b(?:read|check|look at|consult|study) (?:the |their |its |our |these |this )?(?:\w+ |[\w-]+\.[\w-]+ ){0,2}(?:docs|documentation|manual|spec|specs|source code|api reference)(?: (?:first|again|before|properly|carefully|instead)\b|$|[.,!])`,
      String.raw`\b(?:a[rm]{2,3} ?y[ou]{1,2}r?se[cl]{1,3}f|load up|prepare yourself) with (?:the |more |enough |all )?(?:context|knowledge)\b|\b(?:get|gather|load|build|collect|have|understand) (?:the |some |more |enough |full |all (?:the )?)*context (?:first|before)\b`,
      String.raw`\b(?:read|look at|check|understand|study|inspect|analy[sz]e|explore) (?:the |all |how the |our |my )?(?:\w+ ){0,3}(?:code|codebase|file|files|repo|implementation|logs?)(?: \w+)? (?:first|before (?:you|answering|changing|making|writing|doing|editing|starting))\b`,
      String.raw`\bdo (?:your|some|more|proper) research\b|\bresearch (?:it|this|that|first|before|properly|online)\b|\bdeep dive\b`,
    ],
    'read-in-full': [
      String.raw`(?<!\b(?:don'?t|do not|never) )\b(?:read|reda|re-?read|look at|go through)\b.{0,200}\b(?:in full|in its entirety|top to bottom|line by line|completely|the (?:full|whole|entire|entirety)(?: of)?(?: the)?(?: \w+)? (?:files?|thing|code|doc\w*|thread|issue))\b`,
      String.raw`(?<!\b(?:don'?t|do not|never) )\bread (?:the )?(?:whole|entire|full|all of (?:the|it|them))\b|\bdidn'?t read (?:it|the|all)\b|\bhaven'?t read\b|\b\d+ lines at a time\b|\balso read every\b`,
    ],
    'others-do': [
      String.raw`\bbest[- ]pra?ci?ti?[cs]+es?\b|\bindustry standards?\b`,
      String.raw`\bhow (?:do|does|did|would|is it done in|are) (?:other|others|popular|most|big|professional|similar|open[- ]source|everyone|other people|people|senior)\b`,
      String.raw`\bhow (?:popular|other|most|big|similar|professional|open[- ]source) (?:\w+ ){0,3}(?:projects?|repos?|apps?|tools?|librar(?:y|ies)|teams|companies|people|frameworks?|sites?)\b|\bwhat (?:are|is) (?:the )?(?:\w+ ){0,2}community\b`,
      String.raw`\bsimilar(?: setup| approach| way| structure)? (?:to|as|with|like) (?:how |what |in )?@?https?:`,
    ],
    'root-cause': [
      String.raw`\broot[- ]causes?\b`,
      String.raw`\b(?:no|not a|(?:do not|don'?t|dont|never|stop) (?:\w+ )?|without|instead of)(?: (?:any|a|an|another|adding|using|more|quick|dirty|ugly))* ?(?:hacks?|hacky \w+|work-?arounds?|band-?aids?|quick[- ]fix(?:es)?|duct tape|monkey[- ]?patch\w*)\b`,
      String.raw`\b(?:proper|real|permanent|long[- ]term|correct) (?:fix|solution)\b|\bfix (?:it|this|that) (?:properly|for real|at the source|the right way|once and for all)\b|\b(?:real|actual|underlying) (?:cause|reason|problem)\b`,
    ],
    'judge-reviews': [
      String.raw`\b(?:a |the |another |my |other )(?:review(?:ing|er)?|other|second|different) (?:agent|bot|llm|ai|model|reviewer)s? (?:\w+ )?(?:suggest|sa(?:y|id)|found|flag|report|think|recommend|comment|complain)\w*`,
      String.raw`\b(?:copilot|coderabbit|codex|cursor|bugbot|gemini|claude|sonar\w*|greptile|reviewer|bot|pr|review)(?:'s)? (?:review )?(?:comments?|feedback|suggestions?|remarks?)\b`,
      String.raw`\bconsider this (?:review )?(?:feedback|comment|suggestion|review)\b|\b(?:address|respond to|handle|look at|check|evaluate) (?:the |these |this |all )?(?:code )?(?:review|reviewer) (?:comments?|feedback|findings?|suggestions?)\b`,
    ],
    simple: [
      String.raw`\b(?:over-?|overly |too |unnecessarily |needlessly |so )[ -]?(?:engineer(?:ed|ing)|complicated|complex|complexity)\b`,
      String.raw`\bsimpl(?:if|fi|e?if|fei|ife)[yi](?:e?d|ed|es|ing)?\b(?!ing to)|\b(?:keep|make) (?:it|this|that|things|the code|everything) (?:as )?(?:much |very |really |more |super |way |stupid |dead )?simpler?\b|\b(?:a |the |much |any |something )?simpler (?:way|solution|approach|version|one|design|implementation|code|logic)\b|\bis there (?:a |an )?(?:simpler|easier)\b`,
      String.raw`\b(?:yagni|overkill|bloat(?:ed)?)\b|\bkeep it simple\b|\b(?:way )?too (?:heavy|much code|much abstraction|abstract|clever|many (?:files|layers|abstractions|classes))\b|\bquite heavy\b`,
      String.raw`\bwe (?:really )?(?:do not|don'?t|dont) (?:really |even |actually )?need (?:it|this|that|these|those|all|any|so|a|an|the|both|two|such|separate)\b|\b(?:do|why do|why would) (?:we|you|i) (?:really |even |actually )*need (?:this|that|it|all|these|separate|both|two|so|a separate|the)\b|\b(?:no need for|is (?:this|that|it) (?:really )?(?:needed|necessary)|why is (?:this|that|it) needed|what(?:'s| is| are) [\w.]{1,40} even for)\b`,
      String.raw`\b(?:less|more) (?:dumb and more concise|concise code|code)\b|\bmake (?:this|it|the code) (?:less dumb|more concise|leaner|cleaner)\b`,
    ],
    reuse: [
      String.raw`\b(?:is|be|it|more|still|stays?|not|keep \w+|code|w?et and|make \w+|and) DRY(?!-| ?run)\b|\bDRY (?:principle|code|up)\b|\bdon'?t repeat yourself\b|\b(?:code|logic|de-?)[- ]?duplicat(?:ion|ed?|ing)\b|\bduplicat(?:e|es|ed|ing|ion)(?: of)? (?:a (?:bunch|lot) of |the |this |that |so much |all (?:the )?)?(?:code|logic|stuff|functions?|functionality|implementations?|helpers?|work|definitions|types)\b`,
      String.raw`\breus(?:e|es|ing)\b(?: (?:the|our|that|this|what|existing|same|it|code|components?|functions?|logic|helpers?|across)\b|$|[.,!])(?! (?:pr|branch|session|terminal|window|\w+ pr)\b)`,
      String.raw`\b(?:use|call|extend|reuse|leverage) (?:the |our |an? )?(?:existing|already existing|same|shared|common) (?:\w+ ){0,2}(?:functions?|helpers?|components?|hooks?|class(?:es)?|utils?|utilit(?:y|ies)|modules?|code|logic|flow|pattern|types?)\b`,
      String.raw`\b(?:we|you|there(?:'s| is| are)?) (?:\w+ )?(?:already (?:have|has|is|are|exists?)|already) (?:an? |the |some )?(?:\w+ ){0,3}(?:functions?|helpers?|components?|hooks?|class|utils?|utility|methods?|modules?|services?|script|command)\b|\b(?:function|helper|component|method|class|util|script) (?:that )?already (?:exists|does)\b`,
      String.raw`\b(?:follow|use) (?:the|our) (?:normal|same|standard|regular) (?:\w+ )?(?:flow|path|function|code)\b`,
    ],
    'same-style': [
      String.raw`\b(?:follow|match|stick to|use|respect|keep to|adhere to) (?:the |our |your |its |this )?(?:existing |same |current |project'?s? |repo'?s? |established |codebase'?s? )+(?:\w+ )?(?:styles?|patterns?|conventions?|design|naming|structure|formatting|architecture|guidelines?)\b|\bbased on the patterns?\b`,
      String.raw`\b(?:be|keep (?:it|them|things)|make (?:it|them|this|these)) (?:more )?consistent\b|\binconsistent (?:with|naming|style)\b|\bconsistent (?:with|across)\b`,
      String.raw`\b(?:have|use|with|in|like) (?:the )?same (?:style|design|pattern|convention|naming|format|structure|look|way as)\b|\balign the (?:terminology|naming|style|wording)\b|\bnaming (?:syntax|convention|scheme|style) that\b|\b(?:should be )?(?:the )?same (?:style|design|pattern|convention|format) as\b|\b(?:just|exactly) like (?:we|the other \w+|the others) (?:do|does|did|have)\b`,
    ],
    'no-leftovers': [
      String.raw`\bno longer (?:being )?(?:needed|used|necessary|required|valid|supported|relevant|in use|exists?)\b(?<!\b(?:if|when) .{0,40})|\b(?:i|we) no longer (?:use|need|support|want|have)\b|\bis not (?:being )?used (?:it seems|anywhere|at all)\b|\b(?:isn'?t|aren'?t|is not|are not) (?:being )?(?:used|needed) any ?more\b`,
      String.raw`\b(?:get rid of|remove|delete|kill|drop) (?:the |all |any |that |those |these )*(?:old|unused|dead|obsolete|legacy|leftover|left-over|outdated|stale|deprecated|remaining)\b|\bdead code\b`,
      String.raw`\band (?:any|all|everything|every) (?:the )?(?:other )?(?:related|associated|corresponding|connected|references?)\b|\bremove (?:all|any) (?:references?|traces?|mentions?|usages?)\b`,
    ],
    'keep-working': [
      String.raw`\b(?:keep|stay|be|remain|maintain|preserve|ensure|must be|should be)[\w ]{0,20} backwards?[- ]?compatib\w+\b`,
      String.raw`\b(?:do not|don'?t|dont|never|without|not|avoid|make sure (?:you |it |we |that )?(?:do not|don'?t|doesn'?t)) (?:\w+ )?break(?:ing)?(?: (?:the (?!loop)|any|anything|existing|other|our|it|shit|stuff|things|what|functionality|tests)\b|$|[.,!])`,
      String.raw`\byou (?:just |have |also |again |completely )?(?:broke|fucked|messed|screwed|ruined|destroyed)\b(?! (?:it |this |that |the \w+ )?(?:down|into))|\b(?:it|this|that|everything|they) (?:was|were|used to) (?:be )?work(?:ing|ed)? (?:fine|before|previously|perfectly|correctly|yesterday)\b|\bused to work\b|\b(?:previously|before) worked (?:fine|well)?\b|\bworked (?:fine |well |perfectly )?(?:before|previously)\b|\bpreviously worked\b`,
      String.raw`\bso (?:that )?the old \w+ (?:still|keeps?) works?\b|\b(?:must|should|needs? to) (?:still|keep|continue) (?:to )?work(?:ing)?\b`,
    ],
    'fewer-comments': [
      String.raw`\b(?:no|too many|(?:remove|delete|drop) (?:all |the |those |these |all the |your |any )?(?:unnecessary |useless |redundant |obvious |inline |ai |silly |stupid )*|(?:do not|don'?t|dont|never|stop) (?:add|write|put|leave|adding|writing|putting|leaving)(?: any| so many| unnecessary| useless| redundant| obvious| inline| in)*) ?(?:code )?comments\b(?! (?:on|to|in) (?:the |this )?(?:pr|pull|issue|ticket)| section| feature| table| from the)`,
    ],
    'other-machines': [
      String.raw`\b(?:(?:on|in|to|from|for|use on) (?:my |any |all |an?)?(?: ?other| ?another| ?different| ?new| ?second| ?every| ?each)* ?|my (?:other |second |work |home )?|any |other |another |fresh |new )(?:machines?|mac ?mini(?: \w\d)?|computers?|laptops?|devices?|mac ?book(?: \w+)?|pcs?)\b(?! learning| code| readable)(?<=(?:other|another|different|any|every|my|new|fresh|second|in|each|othe|mac ?mini)\b.{0,30})`,
      String.raw`\b(?:fresh|clean|new) (?:clone|checkout|install(?:ation)?|environment|setup)\b|\bregardless of (?:the )?(?:machine|os|platform|user)\b|\bworks? on my machine\b`,
      String.raw`\b(?:hard-?cod\w*|absolute) (?:\w+ )?(?:paths?|director(?:y|ies)|folders?|usernames?|home)\b|\b(?:you|u) hard-?coded\b|\bidempoten\w+\b|\brun (?:this|it|that|the script) (?:multiple|many|several) times\b`,
    ],
    secrets: [
      String.raw`\b(?:do not|don'?t|dont|never|stop|avoid|without|not) (?:ever )?(?:read|print|log|commit|show|expose|push|leak|hard-?code|store|share|echo|display|put|touch|open|cat|publish)\w*\b.{0,40}\b(?:secrets?|api[- ]?keys?|\.env|tokens?|passwords?|credentials?|private keys?|conversations?|transcripts?|logs? to be public)\b`,
      String.raw`\b(?:keep|must (?:be|stay|remain)|should (?:be|stay|remain)) (?:it |this |that |them |these |my \w+ )?(?:private|secret|confidential)\b|\bdon'?t want (?:my|our|the) .{1,60} (?:public|exposed|leaked|shared)\b|\bpush(?:es|ing)? to (?:the |a |our )?(?:private|public) (?:repo\w*|[\w-]+)\b`,
    ],
    'real-tests': [
      String.raw`\b(?:do not|don'?t|dont|no|never|stop|avoid|without|instead of|rather than|less) (?:\w+ )?(?:mock(?:s|ing|ed)?|stub(?:s|bing|bed)?)\b(?! ?-?ups?| data (?:in|on) the)`,
      String.raw`\btautolog\w+\b|\b(?:data|table)[- ]driven tests?\b|\bgen[ui]{1,2}ne gaps?\b|\b(?:real|meaningful|actual|proper|useful|genuine) tests?\b(?! (?:data|user|case|result|environment|account))|\b(?:useless|meaningless|pointless|fake|trivial|redundant|repetitive) tests?\b`,
      String.raw`\b(?:only|just) (?:want )?(?:e2e|end[- ]to[- ]end|integration) tests\b|\btests? that (?:rely|depend|relies|depends) on\b|\btests? (?:must|should|need to|have to) (?:not )?(?:fail|depend|rely|catch|test|be (?:independent|deterministic|isolated))\b|\b(?:flaky) tests?\b`,
    ],
    'code-not-tests': [
      String.raw`\b(?:do not|don'?t|dont|never|stop|without) (?:\w+ )?(?:chang|modify|edit|weaken|skip|delet|disabl|remov|comment out|touch|alter|adjust|relax|cheat|hack|gam)(?:e|ing|ping|ying)? (?:the |any |my |existing |failing |those |these |out )*(?:tests?|specs?|assertions?)\b(?! (?:file names?|data|folder))`,
      String.raw`\bfix the (?:code|implementation|bug|source),? (?:not|instead of|rather than|and not) (?:the )?tests?\b|\b(?:you|u) (?:just )?(?:changed|deleted|removed|skipped|disabled|weakened|commented out) (?:the |my |those )?tests?\b`,
    ],
    'docs-too': [
      String.raw`(?:\b(?:and|also|then|but|that|to|you|please|should)|[,:]) (?:also |please )?(?:updat(?:e|ing)|adjust|align|sync|refresh|amend)(?: also)? (?:the |our |any |all |my |respective |relevant |@)*${DOCUMENT}(?! to (?:say|have|be)\b)`,
      String.raw`\b(?:updat(?:e|ed|ing)|adjust|align|sync|refresh|amend|extend)(?: (?:also|too))? (?:the |our |any |all |my |respective |relevant |@)*${DOCUMENT}(?! to (?:say|have|be)\b).{0,120}?\b(?:to (?:align|match|reflect)|with (?:the|these|those|this|our|your) (?:new|change|latest|recent)|accordingly|too|as well|also|respectively|first|before)\b`,
      String.raw`\b(?:and|also|then|,) ?(?:the |any |our )*${DOCUMENT} (?:too|as well|also|accordingly|respectively|in order|up to date)\b|\b${DOCUMENT}(?: and ${DOCUMENT})? (?:in order|up to date|out of date|outdated|in sync|should (?:be|also be) (?:updated|in sync))\b`,
      String.raw`\bdid you (?:also )?(?:update|document|add)\b.{0,40}\b(?:docs|documentation|readme|changelog|\w\.md)\b|\b(?:bring|keep|get) the (?:\w+ )?(?:docs|documentation|readme)\b.{0,30}\b(?:in line|up to date|in sync|current)\b|\b(?:add|need|mention|document|write)\b.{0,60}\b(?:in|to) (?:the )?(?:readme|changelog|(?:agents|claude|contributing)\.md)\b`,
    ],
    'no-git': [
      String.raw`\b(?:do not|don'?t|dont|never|stop) (?:ever |you |want to |want you to )?(?:commit(?:ting)?|push(?:ing)?|merg(?:e|ing)|amend(?:ing)?|rebas(?:e|ing)|stag(?:e|ing)|stash(?:ing)?)(?:$|[.,!;]| (?:yet|anything|it|this|that|them|or|and|until|unless|without|any|the changes?|my|your|automatically|on your own|by yourself|for me|changes|now|before|so|again|just|every)\b)(?! (?:to|into|in|directly to) (?:main|master))`,
      String.raw`\b(?:do not|don'?t|dont|never|stop) (?:ever )?(?:touch(?:ing)?|us(?:e|ing)|run(?:ning)?|do(?:ing)?|execut(?:e|ing)) (?:any )?git\b(?!hub)(?! (?:diff|log|show|status))`,
      String.raw`\b(?:i|we)(?:'?ll| will| want to| would like to| prefer to| always| do| like to)? (?:handle|manage|do|run|commit|push|merge|take care of)(?: (?:it|this|that|them|the|all|any|changes|git))* ?(?:commits?|git|myself|manually|on my own|commands myself)\b(?<=\b(?:git|commit|commits|push|merge)\b.{0,40})`,
      String.raw`\b(?:why (?:did|do|are|have) you|who (?:told|asked) you to|i (?:did not|didn'?t|never) (?:ask|tell|told|asked|say|want)(?: you)?(?: to)?) (?:commit|push|merge)(?:ted|ting|ed|ing|d)?\b|\byou (?:just |already )?(?:committed|pushed|merged)\b(?=.{0,60}\b(?:without|i (?:did|never|told|said|asked)|before|why|again)\b)`,
      String.raw`\b(?:give|tell|show) me the (?:exact )?git (?:commands?|steps)\b|\bwhat are the (?:[\w-]+ ){0,5}git (?:commands|steps|operations)\b`,
      String.raw`\bno (?:commits?|committing|pushing|git (?:commands|operations|actions))(?: yet| until| without| unless|$|[.,!])`,
    ],
    'commit-often': [
      String.raw`\bcommit (?:often|frequently|regularly|early|as you go|incrementally|along the way|(?:after|at|on|for) (?:each|every)|each|every|when(?:ever)? (?:you(?:'re| are)? |it'?s )?(?:done|finished|complete|ready)|once (?:you(?:'re| are)? |it'?s )?(?:done|finished)|in between|first|regularly)\b`,
      String.raw`\b(?:always|make sure (?:you|to)) commit\b|\b(?:are|is) (?:we|it|everything|all) (?:all )?comm?itt?ed\b|\bif not,? commit\b|\b(?:after|once) (?:that|you(?:'re| are) done|this|done|finished)[, ]+(?:please )?commit\b|\bcommit (?:and push )?(?:when|once|after) (?:you(?:'re| are)? )?(?:done|finished)\b`,
      String.raw`\b(?:should|must) (?:always )?commit(?: and push)? (?:also|too|too?\b|after|when)`,
    ],
    'small-commits': [
      String.raw`\b(?:separate|atomic|small|smaller|disti?nc?t|multiple|individual|different|logical|granular|several) (?:\w+ )?commits?\b|\bone commit (?:per|for each|each)\b|\bcommits? (?:each|every|them) (?:\w+ ){0,3}separately\b|\b(?:split|group|break)\b.{0,60}\binto\b.{0,30}\bcommits?\b`,
    ],
    'no-attribution': [
      String.raw`\b(?:do not|don'?t|dont|no|remove|without|never|stop|drop|omit)\b.{0,50}\b(?:co-?author\w*(?:-by)?|attribution|generated (?:with|by)|signature|ai credits?|claude (?:as|in|from) (?:the )?(?:commit|author|contributor)\w*)\b`,
    ],
    'by-branch': [
      String.raw`(?<!\b(?:an|the|any|each|every|with) )\b(?:create|make|open|use|start|do (?:it|this|that) (?:on|in)|work (?:on|in)|push (?:it |this |that )?(?:to|on|as)|put (?:it|this) (?:in|on|up as)|submit|raise) (?:an? |the |its own )?(?:new |separate |feature |draft |different |own |dedicated )*(?:branch|pr|pull request|mr|merge request)\b(?=$|[.,!?;:)]| (?:for|from|off|of|called|named|and|with|to|first|instead|so|then|on|before|please|per|in|against)\b| [\w./-]+$)`,
      String.raw`\b(?:do not|don'?t|dont|never|stop) (?:ever )?(?:commit|push|merge|work|committing|pushing|merging|working)(?: \w+)?(?: directly| straight)? (?:to|on|into|in) (?:the )?(?:main|master|dev|develop|production)\b`,
    ],
    worktree: [
      String.raw`\b(?:in|into|on|via|use|create|make) (?:an? |another |its )?(?:new |separate |git |own |fresh |dedicated )*work ?-?trees?\b|\$worktree\b`,
    ],
    'to-main': [
      String.raw`\b(?:push|commit|merge|work|go)(?: \w+)?(?: directly| straight| right)? ?(?:directly|straight|right)? (?:to|on|into|in) (?:the )?(?:main|master)\b(?<=(?:directly|straight|right)\b.{0,20})(?<!(?:n't|not|never|stop) .{0,40})|\bno (?:need for (?:an? )?)?(?:branch|branches|prs?|pull requests?)(?: needed| required|,|\.|$)`,
    ],
    'start-fresh': [
      String.raw`\b(?:pull|fetch|rebase (?:on|onto|from|to|with)|sync (?:with|to)|merge|update (?:from|to)|get|checkout|switch to|branch (?:off|from)|start from|based? (?:on|off)) (?:the )?(?:latest|newest|most recent|up[- ]to[- ]date)(?: changes)?(?: (?:from|of|on|in))?(?: (?:the )?(?:main|master|dev|develop|upstream|origin|remote|code|branch))?\b(?! (?:version|data|news|posts|release|package|commit message|results?|prices?))|\bgit (?:fetch|pull) (?:first|before)\b|\b(?:pull|rebase|fetch) (?:from |on |onto )?(?:main|master|origin|upstream|dev)(?:/\w+)? (?:first|before)\b|\b(?:your|this|the) branch is (?:behind|out of date|stale|outdated)\b`,
    ],
    'green-ci': [
      String.raw`\b(?:ci|pipelines?|github actions?|workflows?|actions|checks|the build) (?:has |is |are |run |runs |still |job |build |also )*(?:fail(?:ed|s|ing)?|red|broken|not passing)\b`,
      String.raw`\b(?:wait (?:for|until)|watch|monitor|keep an eye on|check) (?:the |for )?(?:ci|pipelines?|github actions?|checks|actions)\b|\b(?:ci|checks|pipeline|build)\b.{0,20}\b(?:is green|are green|passes|turns green|goes green|until green)\b|\bfailed?\b.{0,40}/actions/runs/\d`,
    ],
    'clean-up': [
      String.raw`\bclean[ -]?up(?: after)? (?:yourself|your (?:mess|files|temp\w*)|after you)\b|^(?:please |once done |when done |and |then |now |also |after that |finally |ok |can you )*clean[ -]?up(?:$|[.,!]| and\b| then\b| (?:the )?(?:branch(?:es)?|work ?trees?|temp\w*|files|repo|workspace|artifacts|local))`,
      String.raw`\b(?:remove|delete|get rid of|clean up|drop|rm) (?:the |all |any |that |those |these |your |some )*(?:\w+ )?(?:accidental|temp|temporary|left-?over|stray|debug(?:ging)?|backup|scratch|throwaway|test) (?:root |script |log |print )?(?:files?|artifacts?|scripts?|folders?|director(?:y|ies)|logs?|code|prints?|statements?|branch(?:es)?|data|output)\b`,
      String.raw`\bno console\.?\s?logs?\b|\b(?:no|without|don'?t (?:create|leave|keep)(?: any)?|do not (?:create|leave|keep)(?: any)?|doesn'?t (?:create|leave)(?: any)?) (?:backup|temp|temporary) files\b|\b(?:delete|remove) (?:the |all |your |merged |old |local |remote |stale )*(?:branch(?:es)?|work ?trees?)\b|\b(?:checkout|switch (?:back )?to|go back to|return to) (?:the )?(?:latest )?(?:main|master)\b`,
    ],
    'others-edit': [
      String.raw`\b(?:another|other|a second|the other|different|parallel) (?:agents?|sessions?|claude|codex|instances?|developers?|dev|person|colleagues?|team ?mates?|terminal|window)s? (?:\w+ ){0,3}(?:work(?:s|ed|ing)?|chang\w+|edit\w*|modif\w+|running|touch\w*|updat\w+|commit\w*|is|are|has|have|did|finished|doing)\b|\b(?:someone|somebody) else (?:is|was|has|changed|edited)\b`,
      String.raw`\bi(?:'?ve| have)? (?:\w+ )?(?:just |also |already |manually )*(?:changed|edited|modified|updated|tweaked|removed|fixed|renamed|reverted|undid|adjusted|corrected|moved|deleted|cleaned up|refactored|rewrote) (?:\w+ ){0,4}(?:manually|myself|by hand|yourself|in the meantime|your changes|your code|small thing|file|files|code|them all|lines?)\b`,
      String.raw`\b(?:re-?read|refresh|reload|update) (?:your )?(?:the )?(?:file|files|context|view|state)(?: again)?(?:$|[.,!]| (?:and|before|first|since|because|as)\b)|\bcheck my (?:tweaks?|changes|edits)\b|\bi manually \w+ed\b`,
    ],
  },
};
