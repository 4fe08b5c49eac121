import { lazy, Suspense } from 'react';

const Fields = lazy(() =>
  import('./preference-fields.js').then((module) => ({ default: module.PreferenceFields })),
);

/** The reader's preferences, where they are looked for: nobody waits for their controls to sign in. */
export function Preferences() {
  return (
    <Suspense fallback={null}>
      <Fields />
    </Suspense>
  );
}
