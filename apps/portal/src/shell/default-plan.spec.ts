import { describe, expect, it } from 'vitest';
import { defaultPlan } from './default-plan.js';

describe('defaultPlan', () => {
  /** The years of plans; a negative one is not issued. */
  const of = (today: string, ...years: number[]) =>
    defaultPlan(
      years.map((year) => ({
        year: Math.abs(year),
        businessDate: today,
        issuedOn: year < 0 ? null : `${year}-01-15`,
      })),
    )?.year ?? null;

  it("is the business year's, though next year's stands already", () => {
    expect(of('2024-11-20', 2023, 2025, 2024)).toBe(2024);
    expect(of('2025-01-01', 2023, 2025, 2024)).toBe(2025);
  });

  it("is last year's while the year's own is not issued", () => {
    expect(of('2025-01-08', 2024, -2025)).toBe(2024);
    expect(of('2025-01-08', -2024, -2025)).toBe(2024);
    expect(of('2025-01-08', 2023, -2025)).toBe(2025);
  });

  it('is the last one before it, the next one where there is no earlier, and none of none', () => {
    expect(of('2025-01-08', 2023, 2024)).toBe(2024);
    expect(of('2024-12-01', 2026, 2025)).toBe(2025);
    expect(of('2024-12-01')).toBeNull();
  });
});
