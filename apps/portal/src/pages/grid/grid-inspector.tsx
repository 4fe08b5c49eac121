import type { Field, FieldValue, Form, SheetKey } from '@duban/contract';
import { fieldAside, useKitText, useLanguage, usePeriodText, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { reportReads } from '../report/report-queries.js';
import { useFieldTargets } from '../report/use-field-targets.js';
import { printCell, type UnitName } from './cells.js';
import {
  cellState,
  commentIn,
  commentKey,
  conflictsIn,
  findingsOf,
  type GridForm,
  type GridRow,
  isWarned,
  needsComment,
} from './grid-rows.js';
import { useFindingText } from './use-finding-text.js';

/** Milliseconds that the focus rests in a row before what stands beside it is asked for. */
const rest = 250;

interface Props {
  id: string;
  box: RefObject<HTMLElement | null>;
  sheetKey: SheetKey;
  form: GridForm & Form;
  row: GridRow;
  field: Field;
  units: readonly UnitName[];
  onWrite: (field: string, value: FieldValue) => void;
  onSettle: (side: 'mine' | 'theirs', field: string) => void;
  /** Back to the cell. */
  onBack: () => void;
  /** What concerns the whole sheet. */
  children: ReactNode;
}

/**
 * What is to be known of the cell that has the focus: what is wrong with it, what stood there last, what somebody
 * else wrote there, and the row's comment. F6 leads here from the cell, Esc back.
 */
export function GridInspector(props: Props) {
  const { id, box, form, row, field, units, onWrite, onBack } = props;
  const { t } = useTranslation('grid');
  const { t: word } = useTranslation('report');
  const text = useText();
  const language = useLanguage();
  const say = useFindingText();
  const finding = findingsOf(form, row)[field.key];
  const state = cellState(row, field.key, finding);
  const warned = isWarned(form, row);
  const comment = commentIn(row);
  const inQuestion = conflictsIn(row);
  const refusal = row.refusals[commentKey];
  return (
    <section
      ref={box}
      className="sheet-inspector"
      aria-label={t('inspector')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || (event.key !== 'Escape' && event.key !== 'F6')) return;
        event.preventDefault();
        onBack();
      }}
    >
      <div id={id} className="sheet-facts">
        <span>
          <b>{row.unitName}</b> · <b>{text(field.title)}</b>
        </span>
        <span className={`sheet-word sheet-word-${state}`}>{t(`state.${state}`)}</span>
        {finding ? (
          <span className={finding.severity === 'error' ? 'field-error' : 'field-warning'}>
            {say(finding)}
          </span>
        ) : null}
        <Beside {...props} />
        {field.help ? <span className="dim">{text(field.help)}</span> : null}
      </div>
      {inQuestion.includes(field.key) ? (
        <Choice
          title={text(field.title)}
          mine={printCell(field, row.edits[field.key], language, units)}
          theirs={printCell(field, row.saved[field.key], language, units)}
          isLocked={row.lock !== null}
          onSettle={(side) => props.onSettle(side, field.key)}
        />
      ) : null}
      {inQuestion.includes(commentKey) ? (
        <Choice
          title={word('comment.title')}
          mine={String(row.edits[commentKey] ?? '')}
          theirs={String(row.saved[commentKey] ?? '')}
          isLocked={row.lock !== null}
          onSettle={(side) => props.onSettle(side, commentKey)}
        />
      ) : null}
      {row.lock === null && (warned || comment) ? (
        <Labelled
          label={t('comment.title', { unit: row.unitName })}
          optional={!warned}
          said={
            refusal && refusal.value === comment
              ? refusal.message
              : needsComment(form, row)
                ? t('comment.needed')
                : null
          }
        >
          {(control) => (
            <Input.TextArea
              {...control}
              className="comment"
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={2000}
              value={comment}
              onChange={(event) => onWrite(commentKey, event.target.value || null)}
            />
          )}
        </Labelled>
      ) : comment ? (
        <p className="sheet-comment">
          {word('comment.title')}: {comment}
        </p>
      ) : null}
      {props.children}
    </section>
  );
}

/** Both values of a cell that somebody else wrote on too, each on the button that takes it. */
function Choice({
  title,
  mine,
  theirs,
  isLocked,
  onSettle,
}: {
  title: string;
  mine: string;
  theirs: string;
  isLocked: boolean;
  onSettle: (side: 'mine' | 'theirs') => void;
}) {
  const { t } = useTranslation('grid');
  const shown = (value: string) => value || t('conflict.empty');
  return (
    <fieldset className="sheet-choice" aria-label={t('conflict.of', { title })}>
      {isLocked ? (
        <span>{t('conflict.lockedMine', { value: shown(mine) })}</span>
      ) : (
        <Button size="small" onClick={() => onSettle('mine')}>
          {t('conflict.mine', { value: shown(mine) })}
        </Button>
      )}
      <Button size="small" onClick={() => onSettle('theirs')}>
        {t('conflict.theirs', { value: shown(theirs) })}
      </Button>
    </fieldset>
  );
}

/** The last period's value, the year so far, and the target: the figures of the single form. */
function Beside({ sheetKey, row, field, units }: Props) {
  const t = useKitText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const unitId = useRested(row.unitId);
  const { planId, areaId, formKey, period } = sheetKey;
  const context = useQuery({
    ...reportReads.context(null, { planId, areaId, formKey, period, unitId }),
    staleTime: 60_000,
  });
  // Never that of the row before.
  const known = unitId === row.unitId ? context.data : undefined;
  const targets = useFieldTargets(areaId, formKey, known?.targets);
  const { last, yearToDate, lastPeriod } = known ?? noContext;
  const aside = fieldAside({ field, last, yearToDate, targets }, language);
  const lastValue = aside.last || printCell(field, last?.[field.key], language, units);
  return (
    <>
      {lastValue ? (
        <span>
          {t('last')} {lastPeriod ? periodText(lastPeriod) : null} <b className="figure">{lastValue}</b>
        </span>
      ) : null}
      {aside.yearToDate ? (
        <span>
          {t('yearToDate')} <b className="figure">{aside.yearToDate}</b>
        </span>
      ) : null}
      {aside.target ? (
        <span>
          {t('target')} <b>{aside.target}</b>
        </span>
      ) : null}
    </>
  );
}

const noContext = { last: null, yearToDate: {}, lastPeriod: null };

/** A value once it has stayed the same for a moment. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
