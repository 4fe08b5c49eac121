import type { Permission, PlanView, SessionView } from '@duban/contract';
import { createContext, type ReactNode, useContext } from 'react';

interface PortalContext {
  session: SessionView;
  /** Null for those who may not read plans, and before the first plan exists. */
  plan: PlanView | null;
  /** Opens a page of the portal, by its address. */
  navigate: (href: string) => void;
  /** The address with the plan that was chosen, where one was: a link leads on in the same plan. */
  inPlan: (href: string) => string;
}

const Context = createContext<PortalContext | null>(null);

/** Given by the shell to every page behind the login. */
export function PortalProvider({ value, children }: { value: PortalContext; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

function usePortal(): PortalContext {
  const value = useContext(Context);
  if (!value) throw new Error('no PortalProvider above: render the page inside the shell');
  return value;
}

export function useSession(): SessionView {
  return usePortal().session;
}

/** The plan on screen. Only for pages that need a permission to read plans; throws where there is none. */
export function usePlan(): PlanView {
  const { plan } = usePortal();
  if (!plan) throw new Error('no plan to show: give the page a permission that reads plans');
  return plan;
}

/**
 * Whether the session has a permission over something, somewhere: what it lacks is not drawn. The API decides
 * about the single thing. Areas may ask for permissions of their own.
 */
export function useCan(): (permission: Permission | (string & {})) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}

/** The plan on screen; null where there is none to show. */
export function usePlanIfAny(): PlanView | null {
  return usePortal().plan;
}

export interface PortalLinkProps {
  href: string;
  children: ReactNode;
  className?: string;
  title?: string;
  /** Whether it points at the page on screen. */
  current?: boolean;
  /** Called when it is followed within the portal. */
  onGo?: () => void;
}

/** A link within the portal: an ordinary link that does not load the page anew. */
export function PortalLink({ href, children, className, title, current, onGo }: PortalLinkProps) {
  const { navigate, inPlan } = usePortal();
  const to = inPlan(href);
  return (
    <a
      href={to}
      className={className}
      title={title}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.defaultPrevented || event.button !== 0) return;
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        navigate(to);
        onGo?.();
      }}
    >
      {children}
    </a>
  );
}

/** Opens a page of the portal, by its address. */
export function useGo(): (href: string) => void {
  const { navigate, inPlan } = usePortal();
  return (href) => navigate(inPlan(href));
}
