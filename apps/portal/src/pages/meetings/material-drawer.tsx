import type { MaterialView, MeetingView } from '@duban/contract';
import { api, useChange, useSession } from '@duban/portal-kit';
import { Alert, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { type MaterialText, materialPlace, readMaterialDraft, writeMaterialDraft } from './material-draft.js';
import { meetingPath, touchedByMeeting } from './meeting-queries.js';

const parts = ['situation', 'problems', 'nextSteps'] as const;

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

function textOf({ situation, problems, nextSteps, matters }: MaterialView): MaterialText {
  return { situation, problems, nextSteps, matters };
}

/** What is written stays in this browser until it is handed in. */
function Editor({ meeting, material, onClose }: Props) {
  const { t } = useTranslation('meetings');
  const { user } = useSession();
  const place = materialPlace(user.id, meeting.id, material.areaId);
  const [kept] = useState(() => readMaterialDraft(place));
  const [text, setText] = useState<MaterialText>(kept?.text ?? textOf(material));
  const [isKept, setKept] = useState(kept !== null);
  const base = kept?.version ?? material.version;
  const write = (change: Partial<MaterialText>) => {
    const next = { ...text, ...change };
    setText(next);
    setKept(true);
    writeMaterialDraft(place, { text: next, version: base });
  };
  const discard = () => {
    writeMaterialDraft(place, null);
    setText(textOf(material));
    setKept(false);
  };
  const send = useChange<MaterialText, MaterialView>(
    (given) => api.put(meetingPath(meeting.id, `/materials/${material.areaId}`), given),
    [...touchedByMeeting],
  );
  const handIn = () => {
    const matters = text.matters.map((matter) => matter.trim()).filter((matter) => matter !== '');
    send.mutate(
      { ...text, matters },
      {
        onSuccess: () => {
          writeMaterialDraft(place, null);
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        handIn();
      }}
    >
      {isKept ? (
        <Alert
          type="info"
          showIcon
          title={t(material.version > base ? 'material.overtaken' : 'material.kept', {
            name: material.by?.name,
            time: material.at ? printTime(material.at) : '',
          })}
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
      <ProblemNote error={send.error} shownAt={parts} />
      <div>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t(material.at ? 'material.again' : 'material.handIn')}
        </Button>
      </div>
    </form>
  );
}
