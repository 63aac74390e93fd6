// The shape of every table as Kysely sees it. Instants are timestamptz (Date both ways), calendar dates text,
// JSON text: arrays into jsonb and `date` behave differently on PGlite and pg. Columns named *_sealed hold sealColumn's output.
import type { Generated, Kysely } from 'kysely';
import type { EkycOutcome } from '#core/contract/bank/ekyc.ts';
import type { FurtherSection } from '#core/contract/bank/master-data.ts';
import type { BankCaseState } from '#core/contract/bank/packet.ts';
import type { WithdrawalOutcome } from '#core/contract/bank/withdrawal.ts';
import type { ReviewDecision } from '#core/contract/bank/review.ts';
import type { BankEnvironment, OfficerRole } from '#core/contract/bank/identity.ts';

export type BankTables = {
  enrolment_token: {
    token_hash: string;
    branch_id: string;
    environment: BankEnvironment;
    made_at: Date;
    expires_at: Date;
    spent_at: Date | null;
  };
  device: {
    kiosk_id: string;
    device_key: string;
    name: string;
    shell: 'electron' | 'browser';
    simulated: boolean;
    environment: BankEnvironment;
    app_version: string;
    branch_id: string;
    enrolled_at: Date;
    revoked_at: Date | null;
  };
  device_token_use: { kiosk_id: string; jti: string; keep_until: Date };
  ticket: { ticket_hash: string; kiosk_id: string; expires_at: Date };
  rate_window: { bucket: string; window_start: Date; uses: number };
  officer: {
    officer_id: string;
    name: string;
    role: OfficerRole;
    password_hash: string;
    changed_at: Date;
    ended_at: Date | null;
  };
  officer_attempt: { attempt_id: string; officer_id: string; at: Date };
  catalogue: { version: string; as_of: Date; body: string };
  /** Every list ever issued, as the word that the bank's key signed: the highest serial of a section is served. */
  issued_list: {
    section: FurtherSection;
    serial: number;
    word: string;
    issued_at: Date;
    officer_id: string;
  };
  mobile_challenge: {
    challenge_id: string;
    case_id: string;
    kiosk_id: string;
    purpose: 'proof' | 'waiting-case';
    mobile_hash: string;
    mobile_sealed: string;
    language: string;
    code_salt: string;
    code_hash: string;
    made_at: Date;
    expires_at: Date;
    resend_at: Date;
    tries_left: number;
    replaced_at: Date | null;
  };
  outbox_message: {
    message_id: string;
    recipient_hash: string;
    recipient_sealed: string;
    body_sealed: string;
    made_at: Date;
  };
  idempotency: {
    kiosk_id: string;
    key: string;
    request_hash: string;
    status: number | null;
    body: string | null;
    started_at: Date;
    finished_at: Date | null;
  };
  packet: {
    packet_id: string;
    case_id: string;
    version: number;
    kiosk_id: string;
    sequence: number;
    packet_digest: string;
    manifest: string;
    receipt: string;
    received_at: Date;
  };
  /** Which packets name a sealed part: what none names is swept away in time. */
  packet_part: { digest: string; packet_id: string };
  /** Which kiosk brought a whole part that no packet names yet; gone when one does, or the part is swept. */
  offered_part: { kiosk_id: string; digest: string; at: Date };
  audit_head: {
    kiosk_id: string;
    sequence: number;
    head: string;
    rows: number | null;
    flag: string | null;
    received_at: Date;
  };
  bank_case: {
    case_id: string;
    version: number;
    kiosk_id: string;
    branch_id: string;
    simulated: boolean;
    state: BankCaseState;
    reasons: string;
    case_file_sealed: string;
    mobile_verified_at: Date | null;
    account_number: string | null;
    ifsc: string | null;
    revision: number;
    changed_at: Date;
  };
  case_change: { case_id: string; revision: number; state: BankCaseState; reasons: string; at: Date };
  customer: {
    customer_id: string;
    identity_hash: string;
    document_kind: string;
    name_sealed: string;
    date_of_birth_sealed: string;
    mobile_sealed: string;
    document_sealed: string;
    simulated: boolean;
    made_at: Date;
  };
  account: {
    account_number: string;
    customer_id: string;
    case_id: string;
    product_id: string;
    branch_id: string;
    ifsc: string;
    simulated: boolean;
    opened_at: Date;
  };
  withdrawal: {
    case_id: string;
    withdrawal_id: string;
    kiosk_id: string;
    outcome: WithdrawalOutcome;
    /** The kiosk's signed word, which names nothing of the customer. */
    word: string;
    receipt: string | null;
    at: Date;
  };
  /** What UIDAI said, never what it was asked with: neither number nor PidData has a column. */
  ekyc_answer: {
    reference: string;
    transaction_id: string;
    case_id: string;
    kiosk_id: string;
    identity_hash: string;
    outcome: EkycOutcome;
    code: string | null;
    simulated: boolean;
    consent_at: Date;
    at: Date;
  };
  staff_session: { token_hash: string; officer_id: string; expires_at: Date };
  staff_act: { act_id: string; act: string; officer_id: string; case_id: string | null; at: Date };
  review_decision: {
    case_id: string;
    revision: number;
    decision: ReviewDecision['decision'];
    officer_id: string;
    reason_sealed: string;
    at: Date;
  };
  bank_note: { name: string; value: string; at: Generated<Date> };
};

/** A database or a transaction in it: inside a transaction only the transaction may be used (PGlite has one connection). */
export type Db = Kysely<BankTables>;
