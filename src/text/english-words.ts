// Is this a word that everybody uses who writes about software in English? No dictionary: common roots, and the usual
// beginnings and ends of words. Used where a word that is none of these is taken for a name that somebody made up.

const ROOTS: ReadonlySet<string> = new Set(
  (
    'able abort about above absent absolute abstract accent accept access accident accord account accumulate accurate achieve across act action active actual adapt add ' +
    'address adequate adjacent adjust admin admit adopt advance advantage advice affect after again against agent aggregate agree ahead alert alias align alive all alloc ' +
    'allow almost alone along alphabet already also alter although always ambiguous among amount analytic analysis analyst analyze analyse ancestor anchor annotate announce anonymous ' +
    'another answer anticipate any anyone anything anyway anywhere apart api appear append apply applicable application approach appropriate approve arbitrary architect architecture ' +
    'archive area argue argument around arrange array arrive arrow article artifact ask aspect assemble assert assess asset assign assist associate assume async atomic attach ' +
    'attack attempt attend attention attribute audit author authorize automate automatic available average avoid await aware away awkward back backend background backup backward bad balance ' +
    'banner bar bare base baseline bash basic batch bean become before begin behave behavior behaviour behind being believe belong below bench benchmark beneath benefit beside best better ' +
    'between beyond big bigger binary bind bit black blame blank blob block board body boiler boilerplate boolean boot bootstrap border both bottom bound boundary box brace bracket branch ' +
    'break breadth breakpoint brief bring broad broadcast broken browse browser brittle buffer bug build built bulk bullet bump bundle burden business busy button bypass byte cache calculate ' +
    'calendar call caller callback cancel candidate canonical capable capability capacity capital capture card care careful careless carry cascade case cast catalog catch category cause caution ' +
    'cell center central centre certain certificate chain challenge chance change channel chapter character charge chart chat cheap check checkbox checklist checkpoint checkout checksum child children ' +
    'choice choose chose chosen chunk circle circular claim clamp clarify clarity clash class classic classify clause clean clear clearly click client clip clipboard clone close closure cloud ' +
    'cluster coarse code codebase coexist coherent collapse collect collide collision colon color colour column combine come comma command comment commit common communicate communicating communication community ' +
    'compact company compare comparison compatible compile compiler complain complete complex complicate comply component compose composite comprehensive compress compute concatenate concept ' +
    'concern conclude conclusion concrete concurrent condition conduct confidence confident configure configuration confine confirm conflict confuse confusion connect conscious consequence conservative consider ' +
    'considerable consist consistent consistency console consolidate constant constrain constraint construct consult consume consumption contact contain container content context contiguous continue contract contradict contradiction ' +
    'contrast contribute contributor control convene convenient convention converge conversation conversion convert convey cookie coordinate copy core corner correct correlate correspond corrupt cost could count counter couple ' +
    'course cover coverage crash crawl create creation credential criteria critical cross crucial cryptic current cursor curve custom customer cycle daily damage danger dangerous dark data database dataset date day dead deadline ' +
    'deal debug decide decision declare decline decode decorate decouple decrease dedicate deduce deduplicate deem deep default defect defend defer deferral define definite definition degree delay delegate delete deletion deliberate delimit delimiter ' +
    'deliver delivery demand demo demonstrate deny depend dependency deploy deprecate depth derive derivation descend describe description descriptor design desire desktop despite destination destroy destruct detach detail detect ' +
    'determine deterministic develop deviate device diagnose diagnosis diagnostic diagram dialog dictionary differ different difference differently difficult digest digit dimension direct direction directory dirty disable disabled disagree disappear discard ' +
    'disconnect discover discovery discrepancy discuss discussion disjoint disk dispatch display dispose distance distinct distinction distinguish distribute dive divide document documentation does doesn domain dominate double doubt down downgrade download downstream ' +
    'draft drag drain draw drift drive driven driver drop duplicate duration during dynamic each eager early earlier earliest ease easily easy echo edge edit editor effect effective efficient effort eight either elapse element eligible eliminate else elsewhere ' +
    'embed emerge emit emphasis empirical employ empty emulate enable encapsulate enclose encode encounter encourage encrypt end endpoint endless enforce engine engineer enhance enough enrich ensure enter enterprise entire entity entropy entry enum enumerate environment ' +
    'ephemeral equal equality equip equivalent erase erratic error escape especially essential establish estimate evaluate evaluation even evenly event eventual ever every everyone everything everywhere evidence evident evolve exact examine example exceed excellent except exception ' +
    'excess exchange exclude exclusion exclusive execute execution executor exempt exercise exhaust exist exit expand expansion expect expectation expensive experience experiment expert expire explain explanation explicit explore export expose express expression extend ' +
    'extension extensive extent extern external extra extract extreme face facet facing fact factor factory fail failure fair fairly faith fake fall fallback false familiar family far fashion fast fatal fault favor favour fear feasible feature feed feedback feel fetch few ' +
    'field fifth fight figure file filename filepath filesystem fill filter final finalize find fine finish finite fire first fit five fix fixture flag flake flaky flat flexible flight flip float flow flush focus fold folder follow font foot footer forbid force foreign forget forgot fork form ' +
    'formal format former formula forth fortunate forward found foundation four fourth fraction fragile fragment frame framework free freeze frequent frequency fresh friend from front frontend frontmatter frozen fulfill full fully function fundamental funnel further future ' +
    'gain gap garbage gate gather general generate generation generic genuine gentle getter give given glance glob global glossary goal good govern grace gracefully grade gradual grammar grant granular graph graphic grasp great green greet grep grid ground group grow growth guarantee guard guardrail guess ' +
    'guest guidance guide guideline habit half halt hand handle handler handoff handy hang happen happy hard hardcode hardware harm harmless hash have haven having head header headless health heap hear heavy height held help helpful hence here heuristic hidden hide hierarchy high hint historic history hit hold hole holistic home honest ' +
    'honor honour hook hope horizontal host hotfix hour hover however huge human hundred hybrid icon idea ideal idempotent identical identify identity identifier idiom idle ignore illegal image imagine immediate immutable impact imperative implement implication implicit imply import important impose impossible improve ' +
    'inaccurate incident include inclusion incoming incomplete inconsistent incorrect increase increment indeed indent indentation independent index indicate indirect individual induce inert infer infinite inform information infrastructure inherent inherit initial initialize initiate inject inline inner input inquire insert inside insight inspect ' +
    'install instance instant instead institute instruct instruction insufficient intact integer integral integrate integrity intend intent intention interact interest interface interfere interim intermediate intermittent intern internal interpret interpolate interrupt intersect interval into introduce intrusive invalid ' +
    'invalidate invent inventory inverse invert investigate invisible invite invoke involve irrelevant isn isolate issue item iterate iteration itself job join joint journal journey judge jump just justify keep kept kernel key keyboard keyword kill kind knob know knowledge known label lack land language large largely last late latent latency latest later launch ' +
    'layer layout lazy lead leader leak lean leap learn lease least leave left legacy legal legend legitimate length less lesson let letter level leverage liberal library license lifecycle lifetime lift light lightweight like likely likewise limit line linear link list listen lister literal little live load loader local locale locate location lock log logger logic ' +
    'login long longer look lookup loop loose lose loss lost lower lucky mach machine machinery macro made magic mail main mainline maintain maintenance major make malformed manage management mandatory manifest manipulate manner manual map margin mark markdown marker marketplace mask mass master match material materialize matrix matter mature maximum maybe mean meaningful ' +
    'meant measure mechanic mechanical mechanism media medium meet member memory mention menu mere merge mergeable message meta metadata method metric middle middleware might migrate migration million mind mine minimal minimize minimum minor minute mirror miss missing mistake mitigate mix mobile mock modal mode model moderate modern modify modification modular module moment monitor ' +
    'monolith month more most mostly mount mouse move much multiple multiply must mutable mutate mutation mutex mutual myself naive name namespace narrow native natural nature navigate near nearby nearly necessary need negative neglect neither nest network neutral never nevertheless new next night nine node noise noisy nominal none nonexistent norm normal normalize notable note nothing notice ' +
    'notify notification noun novel null number numeric numerical object objective observe observation obsolete obstacle obtain obvious occasion occupy occur odd offer office official offline offset often omit omission once one ongoing online only onto opaque open operate operation operator opinion opportunity oppose opposite opt optimal optimistic optimize option optional orchestrate order ordinary organize organise ' +
    'organization orient origin original orphan other otherwise ought outcome outdate outer outgoing outline output outright outside over overall overhead overlap overlay override overview overwrite owner own pace pack package pad page pair panel panic paper paragraph parallel parameter parent parse part partial participate particular partition party pass passive password past paste patch path pattern pause payload peer ' +
    'penalty pending people perceive percent perfect perform performance perhaps period periodic permanent permission permit persist persistent person personal perspective phase phrase physical pick picture piece pin ping pipe pipeline pixel place placeholder plain plan plane plate platform play please plenty plug plugin plumb plural point pointer policy polish poll pollute pool poor pop popular populate port portable portion position ' +
    'positive possess possible post potential power practical practice pragma precede precaution precedence precise precision preclude precondition predefine predict prefer preference prefix prepare preparation presence present preserve press pressure presume pretty prevent preview previous price primary prime primitive principal principle print prior priority private privilege probable probe problem procedure proceed process produce producer product production profile program ' +
    'progress prohibit project prolong prominent promise promote prompt proof propagate proper property proportion proposal propose protect protection protocol prototype prove provide provider provision proximity prune public publish pull pure purge purpose push put qualify quality quantity query question queue quick quickly quiet quite quota quote race radius raise random range rank rapid rare rate rather ratio rational raw reach react read reader readable ready real realise realize realistic really reason reasonable recall receive ' +
    'recent recipe recognize recognise recommend reconcile record recover recovery recursion recursive reduce reduction redundant refactor refer reference refine reflect refresh refuse regard regenerate regex region register registry regress regression regular reject relate relation relationship relative release relevant reliable reliably rely remain remark remedy remember remind remote removal remove rename render repair repeat replace replicate reply report repository ' +
    'represent reproduce reproduction request require requirement research reserve reset reside residual resilient resist resolve resolution resource respect respective respond response responsible rest restart restore restrict result resume retain retention retrieve retry return reuse reveal reverse revert review revise revision reward rewind rewrite rich right rigid risk risky robust role roll rollback rollout root rotate rough round route router routine rule run runner runtime rush ' +
    'safe safety same sample sandbox sane sanitize sanity satisfy save scaffold scale scan scatter scenario schedule schema scheme scope score scratch screen screenshot script scroll seal seam search second secondary secret section secure security seed seek seem segment seldom select selector self semantic semicolon send sense sensible sensitive sent sentence separate separator sequence sequential serial serialize series serious serve server service session ' +
    'setting settle setup seven several severe severity shadow shall shallow shape share sharp sheet shell shift ship short shortcut should shouldn shot show shown shrink shut sibling side sign signal signature significant silent silence similar simple simplify simplification simply simulate simultaneous since single singular sink site sitting situation six size skeleton sketch skew skill skip slash sleep slice slide slight slip slot slow small smart smoke smooth snapshot snippet social soft software ' +
    'sole solid solution solve some somebody someone something sometimes somewhat somewhere soon sort sound source space span spare spawn speak special specific specification specify speed spell spend spent split spot spread spurious squash stable stack staff stage stale stall stamp stand standalone standard star start startup state statement static statistic status stay steady step stick still stop storage store story straight straightforward ' +
    'strange strategy strategic stray stream street strength stress strict string strip strong struct structure struggle stub stuck student study style subject submit subsequent substance substitute substring subtle succeed success successful such sudden suffer suffice sufficient suffix suggest suit suitable summary summarize super supersede supply support suppose suppress sure surface surprise surround survey survive suspect suspend suspicious sustain swap sweep switch symbol symlink ' +
    'symmetric symptom sync synchronize synchronous syntax synthetic system systematic table tackle tail take taken talk target task taste teach team tear technical technique technology tell temp template temporal temporary tend term terminal terminate test text than that theme themselves then theory there therefore these thing think third thorough those though thought thousand thread threat three threshold through throughout throw thrown thumb thus ticket tie tier tight till time timeline timestamp tiny title ' +
    'today together toggle token tolerate tomorrow tone tool toolchain tooltip topic total touch toward towards trace track trade traffic trail train trait transaction transfer transform transient transit transitive translate transparent transport trap traverse treat tree triage trial trick tricky trigger trim trip trivial trouble troubleshoot true truly truncate trust truth turn tutorial tweak twice twin type typical typo ugly ultimate unable ' +
    'under undergo underlie underlying underscore understand understood unexpected unicode uniform union unique unit universal universe unless unlike until unusual upcoming update upfront upgrade uphold upload upon upper upstream usage user usual utility utilize vague valid validate valuable value vanish variable variant variation variety various vary vast vendor venture verb verbatim verbose verify verification version versus vertical very viable video view violate violation virtual visible visibility visit visual ' +
    'vocabulary void volatile volume vote vulnerable wait walk wall want warm warn warrant wash wasn waste watch weak web week weight weird well were weren what whatever when whenever where wherever whereas whether which while white whitelist whitespace whoever whole whose wide widget width wild wildcard will win window wipe wire wise wish with within without won wonder word work workaround worker workflow workspace workspace world worry worse worst worth would wouldn ' +
    'wrap write writer written wrong wrote yellow yesterday yield young your yourself zero zone architectural contain authentic authenticate authentication analyses basis binaries capabilities combine combinatorial combination deceive described despite dialogue eleven embedding everyday extraneous hermetic illustrate improper lint linter lockstep markup matching mislead nonetheless parity pragmatic readme rollover scratchpad semver spec stash stderr stdin stdout stdlib submodule tautology timezone used using cleanup multi eval doctor concentrate python golang jsonl setter setenv getenv twelve util verbosity walkthrough worktree'
  ).split(' '),
);

const BEGINNINGS =
  /^(?:un|re|pre|non|mis|dis|auto|multi|over|sub|under|inter|out|de|in|im|micro|meta|self|cross)(?=\p{L}{3})/u;
/** Ends, and what stood in their place; the first that gives a root counts. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:ies|ied|ier|iest|ily|iness)$/, ['y', 'ie']],
  [/(?:izations?|isations?)$/, ['ize', 'ise', '']],
  [/(?:ations?|ative|atory|ators?)$/, ['ate', 'e', '']],
  [/(?:ions?|ive|ively|ory|ors?)$/, ['e', '', 't']],
  [/(?:ability|abilities|ibility|ibilities|ably|ibly|ables?|ibles?)$/, ['able', 'ible', 'e', '']],
  [/(?:ically|ical|ics?)$/, ['ic', 'y', 'e', '']],
  [/(?:ings?|ed|ers?|es|est|edly|ingly)$/, ['e', '', 'ate']],
  [
    /(?:ments?|ness|nesses|fully|ful|ality|ity|ances?|ences?|ency|ancy|ant|ent|wards?|wise|ages?|hood|ship)$/,
    ['', 'e', 'al'],
  ],
  [/(?:ism|ists?|ish|ize|izes|ized|izing|th|en|ens|ous|ously|less|al|ally)$/, ['', 'e']],
  [/(?:ly|y)$/, ['', 'le', 'e']],
  [/(?:s|d)$/, ['']],
];
const MAX_WORD = 24;

/**
 * Whether a word is common English of people who write about software: a known root, or one with usual beginnings and ends.
 * @param word one word of letters, lower case
 */
export function isEnglishWord(word: string): boolean {
  if (word.length > MAX_WORD) return false;
  return [word, word.replace(BEGINNINGS, '')].some((form) => hasRoot(form) || withoutEnds(form).some(hasRootOrEnd));
}

function hasRoot(word: string): boolean {
  return ROOTS.has(word);
}

function hasRootOrEnd(word: string): boolean {
  return hasRoot(word) || (word.length > 4 && withoutEnds(word).some(hasRoot));
}

/** The word without each end that it has; a consonant doubled before the end is single again. */
function withoutEnds(word: string): readonly string[] {
  return ENDINGS.flatMap(([end, puts]) => {
    const bare = word.replace(end, '');
    if (bare === word || bare.length < 3) return [];
    return [...puts.map((put) => bare + put), bare.replace(/([bdgklmnprt])\1$/, '$1')];
  });
}
