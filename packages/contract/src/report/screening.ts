export interface PersonalNumber {
  kind: 'identity-card' | 'mobile';
  /** Where it begins in the text. */
  at: number;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** Whether 18 characters are an identity-card number: its last one is a checksum (GB 11643-1999). */
export function isIdentityCardNumber(candidate: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(candidate)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(candidate[at]), 0);
  return checkDigits[sum % 11] === candidate[17]?.toUpperCase();
}

/**
 * The first identity-card or mobile number in a text; null where there is none. Duban holds no member of the
 * public, so what is found is refused. A digit or letter on either side makes it part of something longer.
 */
export function findPersonalNumber(text: string): PersonalNumber | null {
  const halfWidth = text.replace(/[０-９Ｘｘ]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0));
  for (const match of halfWidth.matchAll(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g)) {
    if (isIdentityCardNumber(match[0])) return { kind: 'identity-card', at: match.index };
  }
  const mobile = /(?<![0-9A-Za-z])1[3-9]\d(?:[ -]?)\d{4}(?:[ -]?)\d{4}(?![0-9A-Za-z])/.exec(halfWidth);
  return mobile ? { kind: 'mobile', at: mobile.index } : null;
}
