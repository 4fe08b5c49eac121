import {
  AreaRegistry,
  Attachments,
  Calendar,
  Clock,
  Contexts,
  Expectations,
  Figures,
  Identity,
  Lights,
  Meetings,
  Plans,
  PriorValues,
  Shares,
  Targets,
  Tasks,
  Units,
} from '@duban/core';

/** The application, as far as the seeds know it: whatever hands out its services. */
export interface ServiceHolder {
  get<T>(token: abstract new (...parameters: never[]) => T, options?: { strict?: boolean }): T;
}

/** The services of core that the seeds build with. */
export function servicesOf(app: ServiceHolder) {
  const get = <T>(token: abstract new (...parameters: never[]) => T) => app.get(token, { strict: false });
  return {
    clock: get(Clock),
    contexts: get(Contexts),
    areas: get(AreaRegistry),
    units: get(Units),
    identity: get(Identity),
    calendar: get(Calendar),
    plans: get(Plans),
    shares: get(Shares),
    priorValues: get(PriorValues),
    tasks: get(Tasks),
    targets: get(Targets),
    attachments: get(Attachments),
    expectations: get(Expectations),
    figures: get(Figures),
    lights: get(Lights),
    meetings: get(Meetings),
  };
}
export type Services = ReturnType<typeof servicesOf>;
