import type { Page, SavedView } from '@duban/contract';
import { ApiProblem, api, copyText, useCan, useChange, usePlan, useSession } from '@duban/portal-kit';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Popconfirm, Popover } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseSearch } from '../app/search.js';
import { ProblemNote } from './problem-note.js';
import './view-menu.css';
import { viewText } from './view-text.js';

const viewsOf = (planId: string, page: string) =>
  queryOptions({
    queryKey: ['views', planId, page],
    queryFn: ({ signal }) => api.get<Page<SavedView>>('/api/views', { planId, page }, signal),
  });

type Change =
  | { act: 'save'; name: string; shared: boolean }
  | { act: 'change'; view: SavedView; to: Partial<Pick<SavedView, 'name' | 'search' | 'shared'>> }
  | { act: 'delete'; view: SavedView };

export interface ViewMenuProps {
  /** `tasks`, `board` or `areas/<area id>`. */
  page: string;
  search: Readonly<Record<string, unknown>> & { view?: string };
  /** Shows the page as this text of a search says. */
  onOpen: (search: Record<string, string>) => void;
}

/** 视图: how the page is looked at, kept under a name, for oneself or for everybody. */
export function ViewMenu({ page, search, onOpen }: ViewMenuProps) {
  const { t } = useTranslation('views');
  const plan = usePlan();
  const views = useQuery(viewsOf(plan.id, page));
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const text = viewText(search);
  const current = views.data?.items.find((each) => each.id === search.view);
  const isChanged = current !== undefined && viewText(parseSearch(current.search)) !== text;
  const change = useChange(
    (given: Change, idempotencyKey): Promise<SavedView | undefined> => {
      if (given.act === 'save') {
        const { name, shared } = given;
        return api.post(
          '/api/views',
          { planId: plan.id, page, name, search: text, shared },
          { idempotencyKey },
        );
      }
      const path = `/api/views/${given.view.id}`;
      const ifMatch = given.view.version;
      return given.act === 'delete' ? api.delete(path, { ifMatch }) : api.patch(path, given.to, { ifMatch });
    },
    [['views']],
  );
  const make = (given: Change, then?: (saved: SavedView | undefined) => void) =>
    change.mutate(given, { onSuccess: then });
  const open = (view: Pick<SavedView, 'id' | 'search'>) =>
    onOpen({ ...parseSearch(view.search), view: view.id });
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        if (next) change.reset();
      }}
      // Beside its button, so that Tab leads into it.
      getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from any of its controls
        <div
          className="view-menu"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setIsOpen(false);
            opener.current?.focus();
          }}
        >
          <Views
            views={views.data?.items ?? []}
            current={current}
            isChanged={isChanged}
            onOpen={(view) => {
              open(view);
              setIsOpen(false);
            }}
            onChange={make}
            text={text}
          />
          {change.error ? (
            change.error instanceof ApiProblem && change.error.code === 'already-exists' ? (
              <p className="field-error" role="alert">
                {t('taken')}
              </p>
            ) : (
              <ProblemNote error={change.error} onReload={() => void views.refetch().then(change.reset)} />
            )
          ) : null}
          <SaveAs
            busy={change.isPending}
            onSave={(name, shared, done) =>
              make({ act: 'save', name, shared }, (saved) => {
                if (saved) open(saved);
                done();
              })
            }
          />
          <CopyLink />
        </div>
      }
    >
      <Button ref={opener} aria-expanded={isOpen}>
        {current ? t(isChanged ? 'currentChanged' : 'current', { name: current.name }) : t('title')}
      </Button>
    </Popover>
  );
}

function Views({
  views,
  current,
  isChanged,
  text,
  onOpen,
  onChange,
}: {
  views: readonly SavedView[];
  current: SavedView | undefined;
  isChanged: boolean;
  text: string;
  onOpen: (view: SavedView) => void;
  onChange: (change: Change, then?: () => void) => void;
}) {
  const { t } = useTranslation('views');
  const { user } = useSession();
  const can = useCan();
  const [renamed, setRenamed] = useState<{ id: string; name: string } | null>(null);
  if (views.length === 0) return <p className="dim">{t('none')}</p>;
  return (
    <ul className="view-list" aria-label={t('title')}>
      {views.map((view) => {
        const isOwn = view.owner.id === user.id;
        const isCurrent = view.id === current?.id;
        if (renamed?.id === view.id) {
          const name = renamed.name.trim();
          const rename = () =>
            name && onChange({ act: 'change', view, to: { name } }, () => setRenamed(null));
          return (
            <li key={view.id}>
              <Input
                autoFocus
                size="small"
                maxLength={60}
                aria-label={t('name')}
                value={renamed.name}
                onChange={(event) => setRenamed({ id: view.id, name: event.target.value })}
                onPressEnter={rename}
              />
              <Button size="small" disabled={!name} onClick={rename}>
                {t('save')}
              </Button>
            </li>
          );
        }
        return (
          <li key={view.id}>
            <button
              type="button"
              className="view-name"
              aria-current={isCurrent ? 'true' : undefined}
              onClick={() => onOpen(view)}
            >
              {view.name}
              {isCurrent && isChanged ? <span className="dim"> {t('changed')}</span> : null}
              {isOwn ? null : <span className="dim"> {t('of', { name: view.owner.name })}</span>}
              {isOwn && view.shared ? <span className="dim"> {t('shared')}</span> : null}
            </button>
            {isOwn || can('plan.keep') ? (
              <span className="view-acts">
                {isCurrent && isChanged ? (
                  <Button
                    size="small"
                    type="link"
                    onClick={() => onChange({ act: 'change', view, to: { search: text } })}
                  >
                    {t('overwrite')}
                  </Button>
                ) : null}
                <Button size="small" type="link" onClick={() => setRenamed({ id: view.id, name: view.name })}>
                  {t('rename')}
                </Button>
                <Button
                  size="small"
                  type="link"
                  onClick={() => onChange({ act: 'change', view, to: { shared: !view.shared } })}
                >
                  {t(view.shared ? 'unshare' : 'share')}
                </Button>
                <Popconfirm
                  title={t('deleteAsk', { name: view.name })}
                  onConfirm={() => onChange({ act: 'delete', view })}
                >
                  <Button size="small" type="link">
                    {t('delete')}
                  </Button>
                </Popconfirm>
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function SaveAs({
  busy,
  onSave,
}: {
  busy: boolean;
  onSave: (name: string, shared: boolean, done: () => void) => void;
}) {
  const { t } = useTranslation('views');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = () => name.trim() && onSave(name.trim(), shared, () => setName(''));
  return (
    <div className="view-save">
      <Input
        maxLength={60}
        aria-label={t('name')}
        placeholder={t('saveAs')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing) save();
        }}
      />
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('shareAll')}
      </Checkbox>
      <Button type="primary" disabled={!name.trim()} loading={busy} onClick={save}>
        {t('save')}
      </Button>
    </div>
  );
}

/** The address itself carries the view: whoever opens it sees the page so. */
function CopyLink() {
  const { t } = useTranslation('views');
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Button
      size="small"
      type="link"
      onClick={() => void copyText(window.location.href).then((done) => setIsCopied(done))}
    >
      <span role="status">{t(isCopied ? 'linkCopied' : 'copyLink')}</span>
    </Button>
  );
}
