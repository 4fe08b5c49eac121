import { describe, expect, it } from 'vitest';
import { hashPassword, passwordFault, passwordMatches } from './password.js';
import { newInitialPassword } from './secret.js';

describe('passwords', () => {
  it('refuses what a dictionary with a few digits would find', () => {
    for (const password of [
      'password1234',
      'Password2024!',
      'P@ssw0rd2024!',
      'administrator1',
      'Gongan@20240920',
      'gonganju110110',
      'woaizhongguo1949',
      'qwertyuiop[]',
      '1qaz2wsx3edc',
      'zxcvbnmasdfgh',
      '123456789012',
      '987654321098',
      'aaaaaaaaaaaaaaaa',
      'abcabcabcabcabc',
      'Xk9Xk9Xk9Xk9',
      'iloveyou-iloveyou',
      'Summer2024!!!',
    ])
      expect(passwordFault(password, 'someone'), password).toBe('common');
  });

  it('takes what nobody else has', () => {
    for (const password of [
      'Blue-Kettle-Runs-77',
      '雨后青石巷口的第三盏灯亮了',
      'v7#Lm2!qTz9&wR',
      'correct horse battery staple',
      ...Array.from({ length: 200 }, newInitialPassword),
    ])
      expect(passwordFault(password, 'someone'), password).toBeNull();
  });

  it('refuses the username within it, and fewer than twelve characters', () => {
    expect(passwordFault('Kettle-PlanOffice-77', 'planoffice')).toBe('contains-username');
    expect(passwordFault('v7#Lm2!qTz9', 'someone')).toBe('too-short');
  });

  it('hashes with argon2id and a salt, and knows its own', async () => {
    const [one, other] = [
      await hashPassword('Blue-Kettle-Runs-77'),
      await hashPassword('Blue-Kettle-Runs-77'),
    ];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwordMatches('Blue-Kettle-Runs-77', one)).toBe(true);
    expect(await passwordMatches('blue-kettle-runs-77', one)).toBe(false);
    expect(await passwordMatches('Blue-Kettle-Runs-77', null)).toBe(false);
  });
});
