// Checksums that tell a payment card or a bank account from any other number.

/** Luhn check of a string of digits (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Check digits of an IBAN without spaces, upper case (ISO 13616: the rearranged number modulo 97 is 1). */
export function passesIban(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    if (Number.isNaN(value)) return false;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Length of the IBANs of each country that issues them (SWIFT IBAN registry). */
export const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    '15 NO',
    '16 BE',
    '18 DK FI FK FO GL NL SD',
    '19 MK SI',
    '20 AT BA EE KZ LT LU MN XK',
    '21 CH HR LI LV',
    '22 BG BH CR DE GB GE IE ME RS VA',
    '23 AE GI IL IQ OM SO TL',
    '24 AD CZ DZ ES MD PK RO SA SE SK SN TN VG',
    '25 AO CV GW LY MZ PT ST',
    '26 IR IS TR',
    '27 BF BI CF CG CM DJ FR GA GR IT KM MC MG MR SM TD',
    '28 AL AZ BJ BY CI CY DO GT HN HU LB ML NE NI PL SV TG',
    '29 BR EG MA PS QA UA',
    '30 JO KW MU YE',
    '31 MT SC',
    '32 LC',
    '33 RU',
  ].flatMap((row) => {
    const [length, ...countries] = row.split(' ');
    return countries.map((country) => [country, Number(length)]);
  }),
);
