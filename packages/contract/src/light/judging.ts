/**
 * Which of a target's wordings judges a period. The rule, and its one place: what stood when the period ended. An
 * adjustment (调整) takes effect from its day and changes what follows: a period that ended before it, the last whose
 * reports are due among them, is held against what was asked then, until one that ended under the new wording is due.
 * A configuration corrects: it says what should have been said, and judges the periods of what it takes the place of
 * at once; a wording that was corrected judges nothing, so `before` leaves it out. A period that runs, or is to come,
 * is judged by what is asked now. Light and reasons, series and pace, the hints beside a report's fields and a
 * snapshot's trend all ask here.
 *
 * @param before what held until when, in any order, each from the end of the one before it
 * @param end last day of the period
 */
export function judging<Now, Before extends { until: string }>(
  now: Now,
  before: readonly Before[] | undefined,
  end: string,
): Now | Before {
  return (
    (before ?? [])
      .filter((each) => each.until >= end)
      .toSorted((a, b) => a.until.localeCompare(b.until))
      .at(0) ?? now
  );
}
