const place = 'duban.screen';

/** Takes the name that this tab had before it was loaded again; a tab that was copied from it must not find it. */
function claimed(): string {
  try {
    const before = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    return before ?? crypto.randomUUID();
  } catch {
    return crypto.randomUUID();
  }
}

/**
 * This tab, among those that show a meeting: the presenter is a screen, for one account may stand at the desk and on
 * the wall. The name lasts through a reload.
 */
export const screenName = claimed();

addEventListener('pagehide', () => {
  try {
    sessionStorage.setItem(place, screenName);
  } catch {
    // It is another screen then when it comes back, and takes over by the key.
  }
});
addEventListener('pageshow', () => {
  try {
    sessionStorage.removeItem(place);
  } catch {
    // As above.
  }
});
