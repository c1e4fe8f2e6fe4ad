// Whether a value beside a telling name is a secret, or a placeholder, a variable, a type or a piece of code.

/** Whole values that stand for a secret that is not there, and words of schemas and code. */
const STAND_INS = new Set(
  (
    'none null nil undefined true false yes no string str text int integer number boolean bool bytes any object unknown void optional required ' +
    'password passwd passphrase pass pwd secret token apikey api_key api-key key value test testing todo tbd empty hidden masked redacted ' +
    'admin user username default input output prompt env environment self this request response config settings missing invalid expired ' +
    'basic bearer digest negotiate authorization header field type name await new function return const let var async'
  ).split(' '),
);

/** Parts that only placeholders have. */
const PLACEHOLDER =
  /x{4}|\*{3}|\$\{|\{\{|replace[_-]?with|fixme|not[_-]?a[_-]?real|\.{3}|…|•|(?:your|change|replace|insert|enter|put|add|some|my)[_ -]?(?:me|this|own|it|here|secret|token|key|password|api|access)|example|placeholder|redacted|dummy|fake|sample|process\.env|os\.environ|getenv|import\.meta|secrets\.|vars\.|github\.token|12345678|abcdefgh/i;

/** True for values that no one would have to hide: variables, templates, masks, schema words. */
export function isPlaceholder(value: string): boolean {
  return (
    /^[<$%{([&!@|\\#?\])]/.test(value) || // <token>, $VAR, ${…}, %VAR%, {{…}}, !ref, @param
    STAND_INS.has(value.toLowerCase()) ||
    PLACEHOLDER.test(value) ||
    new Set(value).size < 3
  );
}

/** True for a path, a URL or a chain of property names: `req.body.token`, `./keys/a`, `https://…`. */
function isReference(value: string): boolean {
  return (
    /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|[a-z][a-z+]{1,10}:\/\/)/.test(value) ||
    (value.includes('.') && value.split('.').every((part) => /^[A-Za-z_$][A-Za-z_$-]*\d{0,2}$/.test(part))) ||
    /[\w\])]\(|\)$|=>|::|\]$|\[['"]?\w/.test(value)
  );
}

/** True for words joined by case, `_` or `-`, with at most two digits at the end, and for plain numbers. */
function isWords(value: string): boolean {
  return (
    /^[A-Za-z]{1,40}\d{0,2}$/.test(value) ||
    (/[_-]/.test(value) && value.split(/[_-]/).every((part) => /^(?:[A-Za-z]{0,40}\d{0,2}|v?\d{1,3})$/.test(part))) ||
    /^[\d.,:_-]+$/.test(value)
  );
}

function mixed(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** A value that was written where a password belongs, unquoted or quoted in prose or code. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 5 || isPlaceholder(value) || isReference(value)) return false;
  return mixed(value) || /[!@#$%^&*?~+=]/.test(value) || /^\d{6,}$/.test(value);
}

/** A value that was written where a token or key belongs: long enough and unlike words. */
export function looksLikeToken(value: string): boolean {
  if (value.length < 8 || isPlaceholder(value) || isReference(value) || isWords(value)) return false;
  if (mixed(value)) return true;
  return value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** A quoted value with no space that is letters, digits and signs in a jumble. */
export function looksRandom(value: string): boolean {
  return (
    value.length >= 10 &&
    !/\s|^(?:[a-z+]{2,10}:\/\/|[./~])/.test(value) &&
    !isPlaceholder(value) &&
    mixed(value) &&
    /[!@#%^&*?~+=|$]/.test(value) &&
    !/^[A-Za-z0-9]{1,12}(?:\+[A-Za-z0-9]{1,12}){1,4}$/.test(value) && // a key chord
    !/[/.][\w-]{1,40}\.[a-z]{1,5}(?:#\S{0,40})?$/.test(value) && // a file, and a place in it
    !/[<>]|\$\{|=>|\w\(\w{0,40}\)/.test(value)
  );
}

/** A value assigned the way shells and `.env` files do, where no code can stand. */
export function looksLikeEnvironmentValue(value: string): boolean {
  return value.length >= 5 && !isPlaceholder(value) && !isReference(value) && !/^[\d.]{1,5}$/.test(value);
}
