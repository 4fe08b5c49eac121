import type { MoveOffer } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { Checkbox, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.js';
import { DateField, Labelled } from './labelled.js';
import { ProblemNote, saidOf } from './problem-note.js';

/** What a move may carry, by the names of the request's fields. */
export interface MoveValues {
  reason?: string;
  dueDate?: string;
  title?: string;
  reviewedBy?: string;
  reviewedOn?: string;
  unclassified?: true;
  field?: string;
}
type Need = keyof MoveValues;
const known: readonly Need[] = ['reason', 'dueDate', 'title', 'reviewedBy', 'reviewedOn', 'unclassified'];

export interface MoveDialogProps {
  offer: Pick<MoveOffer, 'title' | 'needs'>;
  note?: ReactNode;
  busy: boolean;
  error: unknown;
  /** Business date: a new date lies after it, a review not. */
  today: string;
  onMake: (values: MoveValues) => void;
  onReload: () => void;
  onClose: () => void;
  /** More to say with the move, after what it needs. */
  more?: (values: MoveValues, set: (change: MoveValues) => void) => ReactNode;
}

/** Asks exactly for what a move needs, and makes it. What the server says of a field stands at that field. */
export function MoveDialog({
  offer,
  note,
  busy,
  error,
  today,
  onMake,
  onReload,
  onClose,
  more,
}: MoveDialogProps) {
  const { t } = useTranslation('change');
  const text = useText();
  const id = useId();
  const [values, setValues] = useState<MoveValues>({});
  const set = (change: MoveValues) => setValues((before) => ({ ...before, ...change }));
  const needs = known.filter((need) => offer.needs.includes(need));
  const [tried, setTried] = useState(false);
  const missing = (need: Need) => (tried && !values[need] ? t('needed') : null);
  const said = (need: Need) => saidOf(error, need) ?? missing(need);
  const make = () => {
    setTried(true);
    if (needs.every((need) => values[need])) onMake(values);
  };
  const control = (need: Need) => {
    const label = t(`need.${need}`);
    switch (need) {
      case 'dueDate':
      case 'reviewedOn':
        return (
          <Labelled key={need} label={label} said={said(need)}>
            {(props) => (
              <DateField
                {...props}
                value={values[need] ?? null}
                min={need === 'dueDate' ? today : undefined}
                max={need === 'reviewedOn' ? today : undefined}
                onChange={(date) => set({ [need]: date ?? undefined })}
              />
            )}
          </Labelled>
        );
      case 'unclassified':
        return (
          <div key={need} className="labelled">
            <Checkbox
              checked={values.unclassified === true}
              onChange={(event) => set({ unclassified: event.target.checked ? true : undefined })}
            >
              {label}
            </Checkbox>
            {said(need) ? <div className="field-error">{said(need)}</div> : null}
          </div>
        );
      case 'reason':
        return (
          <Labelled key={need} label={label} said={said(need)}>
            {(props) => (
              <Input.TextArea
                {...props}
                autoFocus={need === needs[0]}
                autoSize={{ minRows: 3, maxRows: 10 }}
                maxLength={2000}
                value={values.reason ?? ''}
                onChange={(event) => set({ reason: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing) make();
                }}
              />
            )}
          </Labelled>
        );
      default:
        return (
          <Labelled key={need} label={label} said={said(need)}>
            {(props) => (
              <Input
                {...props}
                maxLength={200}
                value={values[need] ?? ''}
                onChange={(event) => set({ [need]: event.target.value })}
              />
            )}
          </Labelled>
        );
    }
  };
  return (
    <Dialog
      open
      title={text(offer.title)}
      okText={text(offer.title)}
      okButtonProps={{ htmlType: 'submit', form: id, loading: busy, autoFocus: needs.length === 0 }}
      onCancel={onClose}
    >
      <form
        id={id}
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        {note ? <div className="dialog-note">{note}</div> : null}
        {needs.map(control)}
        {more?.(values, set)}
        <ProblemNote error={error} shownAt={needs} onReload={onReload} />
      </form>
    </Dialog>
  );
}
