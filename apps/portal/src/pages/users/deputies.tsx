import { type DeputyBody, type DeputyView, progressNoteForm, progressNoteKey } from '@duban/contract';
import {
  api,
  EmptyState,
  QueryView,
  queries,
  Section,
  useChange,
  usePlan,
  usePlanIfAny,
  useSession,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Popconfirm, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deputies } from '../../parts/deputies.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { PersonPicker } from '../../parts/person-picker.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';

/** What a change of deputies makes stale: what waits for me, and what I may do. */
const touched = [['deputies'], ['work'], ['tasks'], ['reports']] as const;

/** 授权代签: whom I named to act in my place, and in whose place I act. Nothing for those whom it does not concern. */
export function Deputies() {
  const { t } = useTranslation('users');
  const { user, grants } = useSession();
  const plan = usePlanIfAny();
  const headed = grants.flatMap(({ role, unitId }) => (role === 'unit-head' && unitId ? [unitId] : []));
  const list = useQuery(deputies());
  const [naming, setNaming] = useState(false);
  const isConcerned = headed.length > 0 || (list.data?.items.length ?? 0) > 0;
  if (!plan || !isConcerned) return null;
  return (
    <Section
      title={t('deputies.title')}
      note={t('deputies.note')}
      extra={
        headed.length > 0 ? (
          <Button size="small" onClick={() => setNaming(true)}>
            {t('deputies.name')}
          </Button>
        ) : undefined
      }
    >
      <QueryView query={list} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('deputies.none')} />
          ) : (
            <List items={items} userId={user.id} />
          )
        }
      </QueryView>
      {naming ? <NameDeputy units={headed} onClose={() => setNaming(false)} /> : null}
    </Section>
  );
}

function List({ items, userId }: { items: readonly DeputyView[]; userId: string }) {
  const { t } = useTranslation('users');
  const formTitle = useFormTitle();
  const revoke = useChange((id: string) => api.delete<DeputyView>(`/api/deputies/${id}`), touched);
  const scopeOf = ({ forms, tasks }: DeputyView) =>
    [
      forms === null ? t('deputies.allForms') : forms.map(formTitle).join(t('comma')),
      tasks ? t('deputies.tasks') : null,
    ]
      .filter(Boolean)
      .join(t('comma'));
  return (
    <>
      <div className="table-box">
        <table className="grid" aria-label={t('deputies.title')}>
          <thead>
            <tr>
              <th scope="col">{t('deputies.who')}</th>
              <th scope="col">{t('unit')}</th>
              <th scope="col" className="grow">
                {t('deputies.scope')}
              </th>
              <th scope="col">{t('deputies.days')}</th>
              <th scope="col">{t('deputies.state')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('revoke')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id}>
                <th scope="row">
                  {each.head.id === userId
                    ? t('deputies.mine', { name: each.deputy.name })
                    : t('deputies.iAm', { name: each.head.name })}
                </th>
                <td>{each.unit.name}</td>
                <td className="grow">{scopeOf(each)}</td>
                <td className="figure">{t('deputies.fromTo', { from: each.from, to: each.to })}</td>
                <td>
                  {each.revokedOn
                    ? t('deputies.revoked', { date: each.revokedOn })
                    : t(each.inForce ? 'deputies.inForce' : 'deputies.notInForce')}
                </td>
                <td>
                  {each.head.id === userId && !each.revokedOn ? (
                    <Popconfirm
                      title={t('deputies.revokeAsk', { name: each.deputy.name })}
                      okText={t('revoke')}
                      onConfirm={() => revoke.mutate(each.id)}
                    >
                      <Button size="small" aria-label={t('deputies.revokeOne', { name: each.deputy.name })}>
                        {t('revoke')}
                      </Button>
                    </Popconfirm>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ProblemNote error={revoke.error} />
    </>
  );
}

/** The title of a form, by `<area>.<form>`. */
function useFormTitle(): (key: string) => string {
  const text = useText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id));
  return (key) => {
    const [areaId = '', formKey = ''] = key.split('.');
    const area = text(plan.areas.find(({ id }) => id === areaId)?.title) || areaId;
    const form =
      formKey === progressNoteKey
        ? progressNoteForm.title
        : forms.data?.items.find((each) => each.areaId === areaId && each.key === formKey)?.title;
    return `${area} · ${text(form) || formKey}`;
  };
}

function NameDeputy({ units, onClose }: { units: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('users');
  const plan = usePlan();
  const tree = useQuery(queries.units());
  const forms = useQuery(queries.forms(plan.id));
  const formTitle = useFormTitle();
  const [unitId, setUnit] = useState(units[0] ?? '');
  const [deputyId, setDeputy] = useState<string | null>(null);
  const [all, setAll] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const [tasks, setTasks] = useState(false);
  const [from, setFrom] = useState<string | null>(plan.businessDate);
  const [to, setTo] = useState<string | null>(null);
  const name = useChange(
    (body: DeputyBody, idempotencyKey) => api.post<DeputyView>('/api/deputies', body, { idempotencyKey }),
    touched,
  );
  const keys = [
    ...(forms.data?.items ?? [])
      .filter((form) => form.unitIds.includes(unitId))
      .map((form) => `${form.areaId}.${form.key}`),
    ...plan.areas.filter((area) => area.enabled).map((area) => `${area.id}.${progressNoteKey}`),
  ];
  const isWhole = deputyId && from && to && (all || tasks || chosen.length > 0);
  return (
    <FormDialog
      title={t('deputies.name')}
      okText={t('deputies.confirm')}
      change={name}
      ready={Boolean(isWhole)}
      shownAt={['unitId', 'deputyId', 'forms', 'from', 'to']}
      onSend={() => {
        if (!deputyId || !from || !to) return;
        name.mutate(
          { unitId, deputyId, forms: all ? null : chosen, tasks, from, to },
          { onSuccess: onClose },
        );
      }}
      onClose={onClose}
    >
      <p className="dim">{t('deputies.hint')}</p>
      {units.length > 1 ? (
        <Labelled label={t('unit')} said={saidOf(name.error, 'unitId')}>
          {(control) => (
            <Select
              {...control}
              value={unitId}
              options={units.map((each) => ({
                value: each,
                label: tree.data?.items.find((unit) => unit.id === each)?.name ?? each,
              }))}
              onChange={(next: string) => {
                setUnit(next);
                setDeputy(null);
              }}
            />
          )}
        </Labelled>
      ) : null}
      <Labelled label={t('deputies.deputy')} said={saidOf(name.error, 'deputyId')}>
        {(control) => (
          <PersonPicker {...control} autoFocus among={{ unitId }} value={deputyId} onChange={setDeputy} />
        )}
      </Labelled>
      <Labelled label={t('deputies.forms')} said={saidOf(name.error, 'forms')}>
        {(control) => (
          <Radio.Group
            id={control.id}
            value={all}
            options={[
              { value: true, label: t('deputies.allForms') },
              { value: false, label: t('deputies.someForms') },
            ]}
            onChange={(event) => setAll(event.target.value)}
          />
        )}
      </Labelled>
      {all ? null : (
        <Labelled label={t('deputies.chosen')}>
          {(control) => (
            <Select
              {...control}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={chosen}
              options={keys.map((key) => ({ value: key, label: formTitle(key) }))}
              onChange={setChosen}
            />
          )}
        </Labelled>
      )}
      <Checkbox checked={tasks} onChange={(event) => setTasks(event.target.checked)}>
        {t('deputies.alsoTasks')}
      </Checkbox>
      <Labelled label={t('deputies.from')} said={saidOf(name.error, 'from')}>
        {(control) => <DateField {...control} value={from} onChange={setFrom} />}
      </Labelled>
      <Labelled label={t('deputies.to')} said={saidOf(name.error, 'to')}>
        {(control) => <DateField {...control} {...(from ? { min: from } : {})} value={to} onChange={setTo} />}
      </Labelled>
    </FormDialog>
  );
}
