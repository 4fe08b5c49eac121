import { describe, expect, it } from 'vitest';
import { plainWeek } from '../time/calendar.js';
import { chineseCalendar } from '../time/holidays.js';
import { closedOnTime, dateReason, lastDay } from './dates.js';
import { defaultLightRules as rules } from './rules.js';

function say(dueDate: string, today: string, requestedOn: string | null = null, calendar = plainWeek) {
  const open = { part: 'date' as const, milestone: null, dueDate, firm: true };
  const said = dateReason(open, requestedOn, rules, today, calendar);
  return said && { code: said.code, colour: said.colour };
}

const near = { code: 'date-near', colour: 'yellow' };
const overdue = { code: 'date-overdue', colour: 'red' };
const settling = { code: 'date-settling', colour: 'yellow' };

describe('an open date', () => {
  it('is silent four working days before, and yellow three before', () => {
    // 2024-09-20 is a Friday.
    expect(say('2024-09-20', '2024-09-16')).toBeNull();
    expect(say('2024-09-20', '2024-09-17')).toEqual(near);
  });

  it('counts working days, not days', () => {
    expect(say('2024-09-23', '2024-09-18')).toEqual(near);
    expect(say('2024-09-23', '2024-09-17')).toBeNull();
  });

  it('looks over a long holiday', () => {
    // 1 to 7 October are off; 29 September, a Sunday, is worked.
    expect(say('2024-10-08', '2024-09-27', null, chineseCalendar)).toEqual(near);
    expect(say('2024-10-08', '2024-09-26', null, chineseCalendar)).toBeNull();
  });

  it('is yellow on the day itself and red the day after', () => {
    expect(say('2024-09-20', '2024-09-20')).toEqual(near);
    expect(say('2024-09-20', '2024-09-21')).toEqual(overdue);
  });

  it('is silent once closure was requested in time, also while the review takes longer', () => {
    expect(say('2024-09-20', '2024-09-19', '2024-09-18')).toBeNull();
    expect(say('2024-09-20', '2024-10-15', '2024-09-20')).toBeNull();
  });

  it('stays red when closure was requested too late', () => {
    expect(say('2024-09-20', '2024-10-15', '2024-09-21')).toEqual(overdue);
  });
});

describe('what is due on 31 December', () => {
  it('is not yellow before that day', () => {
    expect(say('2024-12-31', '2024-12-30')).toBeNull();
    expect(say('2024-12-31', '2024-12-31')).toEqual(settling);
  });

  it('is overdue only after the settling day', () => {
    expect(say('2024-12-31', '2025-01-20')).toEqual(settling);
    expect(say('2024-12-31', '2025-01-21')).toEqual(overdue);
  });

  it('follows the settling day that the rules give', () => {
    expect(lastDay('2024-12-31', { settlingDay: '02-10' })).toBe('2025-02-10');
    expect(lastDay('2024-12-30', { settlingDay: '02-10' })).toBe('2024-12-30');
  });
});

describe('a closing', () => {
  it('is on time up to the last day', () => {
    expect(closedOnTime('2024-09-20', { closedOn: '2024-09-20', requestedOn: null }, rules)).toBe(true);
    expect(closedOnTime('2024-09-20', { closedOn: '2024-09-21', requestedOn: null }, rules)).toBe(false);
  });

  it('is on time when it was requested in time', () => {
    expect(closedOnTime('2024-09-20', { closedOn: '2024-10-08', requestedOn: '2024-09-20' }, rules)).toBe(
      true,
    );
    expect(closedOnTime('2024-09-20', { closedOn: '2024-10-08', requestedOn: '2024-09-21' }, rules)).toBe(
      false,
    );
  });

  it('has until the settling day for a 31 December', () => {
    expect(closedOnTime('2024-12-31', { closedOn: '2025-01-20', requestedOn: null }, rules)).toBe(true);
    expect(closedOnTime('2024-12-31', { closedOn: '2025-01-21', requestedOn: null }, rules)).toBe(false);
  });
});
