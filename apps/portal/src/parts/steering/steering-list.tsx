import type { Page, TaskDetail } from '@duban/contract';
import { api, QueryView, Section } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { type SteeringAction, SteeringDialog } from './steering-dialog.js';
import './steering.css';

export interface ListedAction {
  label: string;
  primary?: boolean;
  action: SteeringAction;
}
/** What the reader may begin, and the dialog that asks for it. */
export interface Beginning {
  label: string;
  dialog: (onClose: () => void) => ReactNode;
}
/** One that asks by a plain dialog. */
export const beginning = (label: string, action: SteeringAction): Beginning => ({
  label,
  dialog: (onClose) => <SteeringDialog action={action} onClose={onClose} />,
});
export interface Listed {
  heading: ReactNode;
  /** State, people and dates, in one line. */
  line: string;
  text: string;
  more?: ReactNode;
  actions: readonly ListedAction[];
}

/**
 * One kind of what hangs on a task: what there is, newest first, with the steps that the reader may take. Shown only
 * where there is something, or something may be begun.
 */
export function SteeringList<T extends { id: string }>({
  task,
  kind,
  title,
  begin,
  show,
}: {
  task: TaskDetail;
  /** Last part of its address under the task. */
  kind: string;
  title: string;
  begin: Beginning | null;
  show: (item: T) => Listed;
}) {
  const [open, setOpen] = useState<SteeringAction | null>(null);
  const [begun, setBegun] = useState(false);
  const items = useQuery({
    queryKey: ['tasks', 'steering', kind, task.id],
    queryFn: ({ signal }) => api.get<Page<T>>(`/api/tasks/${task.id}/${kind}`, {}, signal),
  });
  if (items.isSuccess && items.data.items.length === 0 && !begin) return null;
  return (
    <Section
      title={title}
      extra={
        begin ? (
          <Button size="small" onClick={() => setBegun(true)}>
            {begin.label}
          </Button>
        ) : undefined
      }
    >
      <QueryView query={items} lines={2}>
        {(page) =>
          page.items.length === 0 ? null : (
            <ul className="steering-list">
              {page.items.map((item) => (
                <Item key={item.id} listed={show(item)} onOpen={setOpen} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {begin && begun ? begin.dialog(() => setBegun(false)) : null}
      {open ? <SteeringDialog action={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}

function Item({ listed, onOpen }: { listed: Listed; onOpen: (action: SteeringAction) => void }) {
  return (
    <li>
      <div>{listed.heading}</div>
      <div className="dim figure">{listed.line}</div>
      <div className="steering-text">{listed.text}</div>
      {listed.more}
      {listed.actions.length > 0 ? (
        <div className="steering-actions">
          {listed.actions.map((each) => (
            <Button
              key={each.label}
              size="small"
              type={each.primary ? 'primary' : 'default'}
              onClick={() => onOpen(each.action)}
            >
              {each.label}
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}
