import { stringifySearch } from '../app/search.js';

/** Of an address, what is no part of how a page is looked at: the view itself, the plan, and what is open over it. */
const aside = ['view', 'plan', 'drill', 'of'];

/** A search as a view keeps it, without its `?` and in one order: equal views are equal texts. */
export function viewText(search: Readonly<Record<string, unknown>>): string {
  const kept = Object.entries(search).filter(([key]) => !aside.includes(key));
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return stringifySearch(Object.fromEntries(kept)).slice(1);
}
