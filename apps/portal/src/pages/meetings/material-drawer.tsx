import type { MaterialView, MeetingView } from '@duban/contract';
import { api, asProblem, useChange, useSession } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConflictDialog } from '../../parts/conflict-dialog.js';
import { Labelled } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { readKept, writeKept } from '../report/kept-drafts.js';
import { type Kept, keptMaterial, type MaterialText, materialPlace } from './material-draft.js';
import { meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';

const parts = ['situation', 'problems', 'nextSteps'] as const;
const shownAt = [...parts, 'matters'] as const;
type Part = (typeof shownAt)[number];

interface Props {
  meeting: MeetingView;
  material: MaterialView;
  title: string;
  writes: boolean;
  onClose: () => void;
}

/** One area's material: to read, or to write while the meeting collects. */
export function MaterialDrawer(props: Props) {
  const { material, title, writes, onClose } = props;
  return (
    <Drawer open size={720} title={title} onClose={onClose} aria-label={title}>
      {writes ? <Editor {...props} /> : <Reading material={material} />}
    </Drawer>
  );
}

function Reading({ material }: { material: MaterialView }) {
  const { t } = useTranslation('meetings');
  if (!material.at) return <p className="dim">{t('material.nothing')}</p>;
  return (
    <div className="material">
      {parts.map((part) => (
        <section key={part}>
          <h3>{t(`material.${part}`)}</h3>
          <p>{material[part] || <span className="dim">{t('material.empty')}</span>}</p>
        </section>
      ))}
      <section>
        <h3>{t('material.matters')}</h3>
        <ol className="matters">
          {material.matters.map((matter) => (
            <li key={matter}>{matter}</li>
          ))}
        </ol>
      </section>
    </div>
  );
}

const draftOf = (material: MaterialView): Kept => {
  const text = textOf(material);
  return { text, base: text, version: material.version };
};

/** Both versions of the area's material, part by part where they differ. */
function Overtaken({
  mine,
  theirs,
  onSettle,
}: {
  mine: Kept;
  theirs: MaterialView;
  onSettle: (chosen: MaterialText) => void;
}) {
  const { t } = useTranslation('meetings');
  const other = textOf(theirs);
  const print = (text: MaterialText, part: Part) => [text[part]].flat().join('\n');
  const rows = shownAt
    .map((part) => ({
      key: part,
      title: t(`material.${part}`),
      mine: print(mine.text, part),
      theirs: print(other, part),
      untouched: print(mine.text, part) === print(mine.base, part),
    }))
    .filter((row) => row.mine !== row.theirs);
  return (
    <ConflictDialog
      title={t('material.overtaken', { name: theirs.by?.name, time: theirs.at ? printTime(theirs.at) : '' })}
      rows={rows}
      onSettle={(sideOf) => {
        const own = rows.filter(({ key }) => sideOf(key) === 'mine').map(({ key }) => [key, mine.text[key]]);
        onSettle({ ...other, ...Object.fromEntries(own) });
      }}
    />
  );
}

function textOf({ situation, problems, nextSteps, matters }: MaterialView): MaterialText {
  return { situation, problems, nextSteps, matters };
}

/** What is written stays in this browser until it is handed in, and never goes over what somebody else wrote unseen. */
function Editor({ meeting, material, onClose }: Props) {
  const { t } = useTranslation('meetings');
  const { user } = useSession();
  const client = useQueryClient();
  const place = materialPlace(user.id, meeting.id, material.areaId);
  const [kept] = useState(() => readKept(place, keptMaterial));
  const [draft, setDraft] = useState<Kept>(kept ?? draftOf(material));
  const [isKept, setKept] = useState(kept !== null);
  const [theirs, setTheirs] = useState(kept && kept.version < material.version ? material : null);
  const { text } = draft;
  const keep = (next: Kept) => {
    setDraft(next);
    setKept(true);
    writeKept(place, next);
  };
  const write = (change: Partial<MaterialText>) => keep({ ...draft, text: { ...text, ...change } });
  const discard = () => {
    writeKept(place, null);
    setDraft(draftOf(material));
    setKept(false);
  };
  const send = useChange<Kept, MaterialView>(
    ({ text: given, version }) => {
      const matters = given.matters.map((matter) => matter.trim()).filter((matter) => matter !== '');
      return api.put(
        meetingPath(meeting.id, `/materials/${material.areaId}`),
        { ...given, matters },
        { ifMatch: version },
      );
    },
    [...touchedByMeeting],
  );
  const readTheirs = async () => {
    const { items } = await client.fetchQuery({ ...meetingReads.materials(meeting.id), staleTime: 0 });
    setTheirs(items.find((each) => each.areaId === material.areaId) ?? null);
  };
  const handIn = (given: Kept) =>
    send.mutate(given, {
      onSuccess: () => {
        writeKept(place, null);
        onClose();
      },
      onError: (error) => {
        if (asProblem(error).status === 412) void readTheirs();
      },
    });
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        handIn(draft);
      }}
    >
      {meeting.state === 'frozen' ? (
        <Alert type="warning" showIcon title={t('material.afterFreeze')} />
      ) : null}
      {isKept ? (
        <Alert
          type="info"
          showIcon
          title={t('material.kept')}
          action={
            <Button size="small" onClick={discard}>
              {t('material.discard')}
            </Button>
          }
        />
      ) : null}
      {parts.map((part) => (
        <Labelled key={part} label={t(`material.${part}`)} said={saidOf(send.error, part)}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 4, maxRows: 16 }}
              maxLength={8000}
              value={text[part]}
              onChange={(event) => write({ [part]: event.target.value })}
            />
          )}
        </Labelled>
      ))}
      <Labelled
        label={t('material.matters')}
        optional
        hint={t('material.mattersHint')}
        said={saidOf(send.error, 'matters')}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 3, maxRows: 12 }}
            value={text.matters.join('\n')}
            onChange={(event) => write({ matters: event.target.value.split('\n') })}
          />
        )}
      </Labelled>
      <ProblemNote error={theirs ? null : send.error} shownAt={shownAt} onReload={() => void readTheirs()} />
      {theirs ? (
        <Overtaken
          mine={draft}
          theirs={theirs}
          onSettle={(chosen) => {
            const settled = { text: chosen, base: textOf(theirs), version: theirs.version };
            setTheirs(null);
            keep(settled);
            handIn(settled);
          }}
        />
      ) : null}
      <div>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t(material.at ? 'material.again' : 'material.handIn')}
        </Button>
      </div>
    </form>
  );
}
