/** The month, `YYYY-MM`, with which the period (2024, 2024-H1, 2024-Q2, 2024-05) ends. */
const lastMonth = (period: string) => `case substr(${period}, 6, 1)
    when '' then ${period} || '-12'
    when 'H' then left(${period}, 5) || lpad((6 * right(${period}, 1)::int)::text, 2, '0')
    when 'Q' then left(${period}, 5) || lpad((3 * right(${period}, 1)::int)::text, 2, '0')
    else ${period} end`;

/** SQL that is true where the expectation `e` ends on or before the day, a month's last. */
export const endsBy = (day: string) => `${lastMonth('e.period')} <= to_char(${day}, 'YYYY-MM')`;

/**
 * SQL that is true where the expectation `e` asks for a report that nobody can hand in on the day `today`: its period is
 * closed, and it was not reopened.
 */
export const isShut = (today: string) =>
  `(coalesce(e.reopened_until < ${today}::date, true)
    and exists (select from plan p where p.id = e.plan_id and ${endsBy('p.closed_through')}))`;
