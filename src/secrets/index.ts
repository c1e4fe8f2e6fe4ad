// The two questions others ask about secrets: where are they, and what does the text say without them.
export { findSecrets } from './find-secrets.ts';
export { countLetThrough, useOwnRedaction } from './own-redaction.ts';
export { redactSecrets, redactTexts } from './redact-texts.ts';
export { replaceSpans } from './replace-spans.ts';
