import { describe, expect, it } from 'vitest';
import { findPersonalNumber, isIdentityCardNumber } from './screening.js';

describe('screening free text', () => {
  it('finds an identity-card number by its checksum, and leaves a number with a wrong one', () => {
    expect(isIdentityCardNumber('11010519491231002X')).toBe(true);
    expect(findPersonalNumber('当事人 11010519491231002x,已处理')?.kind).toBe('identity-card');
    expect(findPersonalNumber('编号 110105194912310021')).toBeNull();
  });

  it('finds a mobile number, also written with gaps or in full width', () => {
    expect(findPersonalNumber('联系 13800138000')?.kind).toBe('mobile');
    expect(findPersonalNumber('联系 138-0013-8000')?.kind).toBe('mobile');
    expect(findPersonalNumber('联系１３８００１３８０００')?.kind).toBe('mobile');
  });

  it('leaves figures, dates and ids alone', () => {
    for (const text of [
      '共排查 12345678901 条',
      '2024-09-20',
      'a13800138000',
      '4f1c2a13-9123-4567-89ab-138001380001',
    ]) {
      expect(findPersonalNumber(text)).toBeNull();
    }
  });
});
