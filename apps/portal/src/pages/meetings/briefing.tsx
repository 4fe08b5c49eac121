import { type BriefingText, type BriefingTextView, briefingParts, type MeetingView } from '@duban/contract';
import { api, QueryView, Section, useCan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ExportButton } from '../../parts/export-button.js';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { HeldConflict, HeldNote, useHeldEdit } from './held-edit.js';
import { meetingPath, meetingReads } from './meeting-queries.js';

type Part = (typeof briefingParts)[number];

/** 汇报材料: drafted from the snapshot, edited by the secretary, strange figures marked; Word and Excel to take away. */
export function Briefing({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const can = useCan();
  const briefing = useQuery(meetingReads.briefing(meeting.id));
  const edits = can('meeting.keep') && !['closed', 'withdrawn'].includes(meeting.state);
  const strange = briefing.data?.strangeFigures.length ?? 0;
  return (
    <Section
      title={t('briefing.title')}
      note={t('briefing.note')}
      extra={
        <span className="downloads">
          <ExportButton
            size="small"
            type="primary"
            label={t('briefing.word')}
            warning={strange > 0 ? t('briefing.unchecked', { count: strange }) : null}
            request={{ kind: 'meeting-briefing', meetingId: meeting.id }}
          />
          <ExportButton
            size="small"
            label={t('briefing.ledger')}
            request={{ kind: 'meeting-ledger', meetingId: meeting.id }}
          />
        </span>
      }
    >
      <QueryView query={briefing} lines={8}>
        {(text) => <Paragraphs meeting={meeting} text={text} edits={edits} />}
      </QueryView>
    </Section>
  );
}

function Paragraphs({
  meeting,
  text,
  edits,
}: {
  meeting: MeetingView;
  text: BriefingTextView;
  edits: boolean;
}) {
  const { t } = useTranslation('meetings');
  const edit = useHeldEdit<BriefingTextView, BriefingText>({
    what: { name: 'briefing', meetingId: meeting.id },
    view: text,
    queryKey: meetingReads.briefing(meeting.id).queryKey,
    load: () => api.get(meetingPath(meeting.id, '/briefing')),
    put: (given, version) => api.put(meetingPath(meeting.id, '/briefing'), given, { ifMatch: version }),
    valuesOf: (view) => view.edited,
  });
  const edited = edits ? edit.values : text.edited;
  const isChanged = briefingParts.some((section) => edited[section] !== text.edited[section]);
  /** What is to be checked in a paragraph, as it was read. */
  const unchecked = (section: Part) =>
    (['strange', 'told'] as const)
      .map((kind) => ({
        kind,
        figures: text.strangeFigures
          .filter((each) => each.section === section && each.told === (kind === 'told'))
          .map((each) => each.figure)
          .join(t('comma')),
      }))
      .flatMap(({ kind, figures }) => (figures ? [t(`briefing.${kind}`, { figures })] : []));
  return (
    <form
      className="dialog-form section-body"
      onSubmit={(event) => {
        event.preventDefault();
        edit.save();
      }}
    >
      {briefingParts.map((section) => (
        <div key={section} className="briefing-part">
          <Labelled
            label={t(`briefing.${section}`)}
            hint={t(edited[section] === null ? 'briefing.drafted' : 'briefing.edited')}
            said={unchecked(section).join(' ') || null}
          >
            {(control) => (
              <Input.TextArea
                {...control}
                autoSize={{ minRows: 3, maxRows: 20 }}
                maxLength={20_000}
                readOnly={!edits}
                value={edited[section] ?? text.drafted[section]}
                onChange={(event) => edit.set({ [section]: event.target.value })}
              />
            )}
          </Labelled>
          {edits && edited[section] !== null ? (
            <Button size="small" onClick={() => edit.set({ [section]: null })}>
              {t('briefing.back')}
            </Button>
          ) : null}
        </div>
      ))}
      <ProblemNote error={edit.error} onReload={edit.readTheirs} />
      {edit.conflict ? (
        <HeldConflict
          conflict={edit.conflict}
          title={t('briefing.overtaken')}
          parts={briefingParts.map((section) => ({
            key: section,
            title: t(`briefing.${section}`),
            print: (given: BriefingText) => given[section] ?? t('briefing.drafted'),
          }))}
        />
      ) : null}
      {edits ? (
        <div className="held-acts">
          <Button type="primary" htmlType="submit" disabled={!isChanged} loading={edit.isSaving}>
            {t('save')}
          </Button>
          <HeldNote isHeld={edit.isHeld} onDiscard={edit.discard} />
        </div>
      ) : null}
    </form>
  );
}
