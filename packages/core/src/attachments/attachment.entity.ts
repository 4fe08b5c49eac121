import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A stored file: its bytes lie in the data directory under their hash. */
@Entity('attachment')
export class Attachment {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'media_type', type: 'text' })
  mediaType!: string;

  @Column({ type: 'int' })
  bytes!: number;

  @Column({ type: 'bytea' })
  sha256!: Buffer;

  @Column({ name: 'uploaded_by', type: 'uuid' })
  uploadedBy!: string;

  @Column({ name: 'uploaded_at', type: 'timestamptz' })
  uploadedAt!: Date;
}
