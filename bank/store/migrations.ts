// The database's history as an ordered list; a released entry is never edited, only followed by another.
import { sql, type Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

const first: Migration = {
  // A migration sees the schema of its own time, so it is written in SQL and knows no table types.
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table enrolment_token (token_hash text primary key, branch_id text not null, environment text not null,
        made_at timestamptz not null, expires_at timestamptz not null, spent_at timestamptz)`,
      `create table device (kiosk_id text primary key, device_key text not null unique, name text not null,
        shell text not null, simulated boolean not null, environment text not null, app_version text not null,
        branch_id text not null, enrolled_at timestamptz not null, revoked_at timestamptz)`,
      `create table device_token_use (kiosk_id text not null, jti text not null, keep_until timestamptz not null,
        primary key (kiosk_id, jti))`,
      `create index device_token_use_age on device_token_use (keep_until)`,
      `create table ticket (ticket_hash text primary key, kiosk_id text not null, expires_at timestamptz not null)`,
      `create table rate_window (bucket text primary key, window_start timestamptz not null, uses integer not null)`,
      `create table officer (officer_id text primary key, name text not null, role text not null,
        password_hash text not null, changed_at timestamptz not null)`,
      `create table officer_attempt (attempt_id text primary key, officer_id text not null, at timestamptz not null)`,
      `create index officer_attempt_by_officer on officer_attempt (officer_id, at)`,
      `create table catalogue (version text primary key, as_of timestamptz not null, body text not null)`,
      `create table mobile_challenge (challenge_id text primary key, case_id text not null, kiosk_id text not null,
        purpose text not null, mobile_hash text not null, mobile_sealed text not null, language text not null,
        code_salt text not null, code_hash text not null, made_at timestamptz not null,
        expires_at timestamptz not null, resend_at timestamptz not null, tries_left integer not null,
        replaced_at timestamptz)`,
      `create index mobile_challenge_by_case on mobile_challenge (case_id, made_at)`,
      `create index mobile_challenge_by_mobile on mobile_challenge (mobile_hash, made_at)`,
      `create table outbox_message (message_id text primary key, recipient_hash text not null,
        recipient_sealed text not null, body_sealed text not null, made_at timestamptz not null)`,
      `create index outbox_message_by_recipient on outbox_message (recipient_hash, made_at)`,
      `create table idempotency (kiosk_id text not null, key text not null, request_hash text not null,
        status integer, body text, started_at timestamptz not null, finished_at timestamptz,
        primary key (kiosk_id, key))`,
      `create table packet (packet_id text primary key, case_id text not null, version integer not null,
        kiosk_id text not null, sequence integer not null, packet_digest text not null, manifest text not null,
        receipt text not null, received_at timestamptz not null,
        unique (case_id, version), unique (kiosk_id, sequence))`,
      `create table bank_case (case_id text primary key, version integer not null, kiosk_id text not null,
        branch_id text not null, simulated boolean not null, state text not null, reasons text not null,
        case_file_sealed text not null, mobile_verified_at timestamptz, account_number text, ifsc text,
        revision integer not null, changed_at timestamptz not null)`,
      `create index bank_case_by_state on bank_case (state)`,
      `create index bank_case_by_kiosk on bank_case (kiosk_id, changed_at)`,
      `create table case_change (case_id text not null, revision integer not null, state text not null,
        reasons text not null, at timestamptz not null, primary key (case_id, revision))`,
      `create table customer (customer_id text primary key, identity_hash text not null unique,
        document_kind text not null, name_sealed text not null, date_of_birth_sealed text not null,
        mobile_sealed text not null, document_sealed text not null, simulated boolean not null,
        made_at timestamptz not null)`,
      // An account exists once per case, whatever is replayed: the database itself says so.
      `create table account (account_number text primary key,
        customer_id text not null references customer (customer_id),
        case_id text not null unique references bank_case (case_id), product_id text not null,
        branch_id text not null, ifsc text not null, simulated boolean not null, opened_at timestamptz not null)`,
      `create table bank_note (name text primary key, value text not null, at timestamptz not null default now())`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const withdrawals: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create table withdrawal (case_id text primary key, withdrawal_id text not null, kiosk_id text not null,
          outcome text not null, word text not null, receipt text, at timestamptz not null)`,
      )
      .execute(db);
  },
};

const reviewDesk: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table staff_session (token_hash text primary key, officer_id text not null,
        expires_at timestamptz not null)`,
      `create table staff_act (act_id text primary key, act text not null, officer_id text not null, case_id text,
        at timestamptz not null)`,
      `create table review_decision (case_id text not null, revision integer not null, decision text not null,
        officer_id text not null, reason_sealed text not null, at timestamptz not null,
        primary key (case_id, revision))`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const endedOfficers: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('alter table officer add column ended_at timestamptz').execute(db);
  },
};

const auditHeads: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table audit_head (kiosk_id text not null, sequence integer not null, head text not null, rows integer,
        flag text, received_at timestamptz not null, primary key (kiosk_id, sequence))`,
      // Heads named before this table stood: in the manifests, without the count of rows.
      `insert into audit_head (kiosk_id, sequence, head, received_at)
        select kiosk_id, sequence, manifest::json ->> 'auditHead', received_at from packet`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const packetParts: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table packet_part (digest text not null, packet_id text not null references packet (packet_id),
        primary key (digest, packet_id))`,
      `insert into packet_part (digest, packet_id)
        select distinct part ->> 'digest', packet_id
        from packet, json_array_elements(manifest::json -> 'parts') as part`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const ekyc: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table ekyc_answer (reference text primary key, transaction_id text not null unique, case_id text not null,
        kiosk_id text not null, identity_hash text not null, outcome text not null, code text,
        simulated boolean not null, consent_at timestamptz not null, at timestamptz not null)`,
      `create index ekyc_answer_by_case on ekyc_answer (case_id)`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const issuedLists: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create table issued_list (section text not null, serial integer not null, word text not null,
          issued_at timestamptz not null, officer_id text not null, primary key (section, serial))`,
      )
      .execute(db);
  },
};

const offeredParts: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `create table offered_part (kiosk_id text not null, digest text not null, at timestamptz not null,
        primary key (kiosk_id, digest))`,
      `create index offered_part_by_digest on offered_part (digest)`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

export const migrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({
      '2026-11-20-first': first,
      '2026-11-21-withdrawals': withdrawals,
      '2026-11-22-review-desk': reviewDesk,
      '2026-11-23-ended-officers': endedOfficers,
      '2026-11-24-audit-heads': auditHeads,
      '2026-11-30-packet-parts': packetParts,
      '2026-12-01-ekyc': ekyc,
      '2026-12-02-issued-lists': issuedLists,
      '2026-12-03-offered-parts': offeredParts,
    }),
};
