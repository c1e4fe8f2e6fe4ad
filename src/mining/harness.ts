// Texts in the user's role that a program wrote: evaluation prompts, role descriptions, templates of a wrapper. They wish
// nothing, and what they demand holds for one answer.

/** Signs at the beginning of a message, or of one of its lines. */
const SIGNS = [
  /^[ \t]*\[\[\s*##/m,
  /^[ \t]*@\[?(?:system|user|assistant)\]?:/im,
  /^["'“\s#]{0,8}(?:context\s{1,4})?your name is \*{0,2}\p{Lu}/iu,
  /^["'“\s#]{0,8}you are (?:an? |the )?(?:\*{0,2})(?:[\w-]{1,30} ){0,5}(?:agent|assistant|expert|engineer|developer|model|ai|bot|reviewer|judge|grader|evaluator)\b/i,
  /^["'“\s]{0,4}(?:reply|respond|answer|return|output)(?: with)? (?:only|exactly|just|the exact|one|nothing but)\b/im,
  /^[ \t]*<\/?[a-z][\w-]{2,40}>[ \t]*$/im,
  /\breturn only (?:one|a|the|valid|json)\b/i,
];
/** Only so much of a message is looked into. */
const MAX_LOOK = 2_000;

/** Whether a message in the user's role was written by a program. */
export function speaksHarness(message: string): boolean {
  const text = message.slice(0, MAX_LOOK);
  return SIGNS.some((sign) => sign.test(text));
}
