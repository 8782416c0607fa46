CREATE TABLE "auth_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "auth_sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "auth_users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"hits" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "appeal_stages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"appeal_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"reviewer_ids" uuid[] NOT NULL,
	"outcome" text,
	"rationale" jsonb,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	CONSTRAINT "appeal_stage_once" UNIQUE("appeal_id","stage")
);
--> statement-breakpoint
CREATE TABLE "appeals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"appellant_id" uuid NOT NULL,
	"grounds" text NOT NULL,
	"statement" jsonb NOT NULL,
	"state" text NOT NULL,
	"lodged_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"resulting_decision_id" uuid
);
--> statement-breakpoint
CREATE TABLE "assessor_qualifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"micro_course_id" uuid NOT NULL,
	"rubric_id" uuid NOT NULL,
	"calibrated_at" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone NOT NULL,
	"agreement" jsonb,
	"granted_reason" text
);
--> statement-breakpoint
CREATE TABLE "criterion_judgement_evidence" (
	"programme_id" uuid NOT NULL,
	"criterion_judgement_id" uuid NOT NULL,
	"evidence_version_id" uuid NOT NULL,
	CONSTRAINT "criterion_judgement_evidence_criterion_judgement_id_evidence_version_id_pk" PRIMARY KEY("criterion_judgement_id","evidence_version_id")
);
--> statement-breakpoint
CREATE TABLE "criterion_judgements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"judgement_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"level" integer,
	"is_not_evidenced" boolean NOT NULL,
	"rationale" jsonb NOT NULL,
	"rules_of_evidence" jsonb NOT NULL,
	CONSTRAINT "criterion_judgement_once" UNIQUE("judgement_id","criterion_id"),
	CONSTRAINT "level_or_not_evidenced" CHECK (("criterion_judgements"."level" is null) = "criterion_judgements"."is_not_evidenced")
);
--> statement-breakpoint
CREATE TABLE "decision_criteria" (
	"programme_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"level" integer,
	"is_not_evidenced" boolean NOT NULL,
	"required_level" integer NOT NULL,
	"is_met" boolean NOT NULL,
	"basis" text NOT NULL,
	CONSTRAINT "decision_criteria_decision_id_criterion_id_pk" PRIMARY KEY("decision_id","criterion_id"),
	CONSTRAINT "decision_level_or_not_evidenced" CHECK (("decision_criteria"."level" is null) = "decision_criteria"."is_not_evidenced"),
	CONSTRAINT "decision_met" CHECK ("decision_criteria"."is_met" = ("decision_criteria"."level" is not null and "decision_criteria"."level" >= "decision_criteria"."required_level"))
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"outcome" text NOT NULL,
	"method" text NOT NULL,
	"input_hash" text NOT NULL,
	"content_hash" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"released_at" timestamp (3) with time zone,
	"released_by_id" uuid,
	"appeal_until" timestamp (3) with time zone,
	"supersedes_id" uuid,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "decision_version_once" UNIQUE("submission_id","version")
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"programme_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"text" jsonb NOT NULL,
	"author_id" uuid NOT NULL,
	CONSTRAINT "feedback_decision_id_criterion_id_pk" PRIMARY KEY("decision_id","criterion_id")
);
--> statement-breakpoint
CREATE TABLE "judgements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"assessor_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"state" text NOT NULL,
	"appeal_id" uuid,
	"assigned_by_id" uuid NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"declared_no_conflict_at" timestamp (3) with time zone,
	"language_support" text,
	"sealed_at" timestamp (3) with time zone,
	"revealed_at" timestamp (3) with time zone,
	"ended_reason" text
);
--> statement-breakpoint
CREATE TABLE "reconciliation_signatures" (
	"programme_id" uuid NOT NULL,
	"reconciliation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reconciliation_signatures_reconciliation_id_person_id_pk" PRIMARY KEY("reconciliation_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"first_level_a" integer,
	"first_level_b" integer,
	"crosses_threshold" boolean NOT NULL,
	"agreed_level" integer,
	"rationale" jsonb NOT NULL,
	"proposed_by_id" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"agreed_at" timestamp (3) with time zone,
	"replaced_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "evidence_requirements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"key" text NOT NULL,
	"accepted_types" text[] NOT NULL,
	"minimum" integer NOT NULL,
	"description" jsonb NOT NULL,
	CONSTRAINT "evidence_requirement_key" UNIQUE("version_id","key")
);
--> statement-breakpoint
CREATE TABLE "micro_course_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"micro_course_id" uuid NOT NULL,
	"framework_id" uuid NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"base_language" text NOT NULL,
	"title" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"rubric_id" uuid NOT NULL,
	"currency_window_months" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"eu" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "micro_course_version_once" UNIQUE("micro_course_id","version")
);
--> statement-breakpoint
CREATE TABLE "micro_courses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"code" text NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "micro_course_code" UNIQUE("programme_id","code")
);
--> statement-breakpoint
CREATE TABLE "version_outcomes" (
	"programme_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"competency_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "version_outcomes_version_id_competency_id_pk" PRIMARY KEY("version_id","competency_id")
);
--> statement-breakpoint
CREATE TABLE "awards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"micro_course_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"state" text NOT NULL,
	"name_as_issued" text NOT NULL,
	"language" text NOT NULL,
	"shows_level" boolean NOT NULL,
	"hold_reason" text,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"approved_by_id" uuid,
	"approved_at" timestamp (3) with time zone,
	"issued_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"supersedes_id" uuid
);
--> statement-breakpoint
CREATE TABLE "credential_bytes" (
	"credential_id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"unsigned" text,
	"signed" text
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"iri" text NOT NULL,
	"code" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"award_id" uuid NOT NULL,
	"issuer_organisation_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"status_list_id" uuid NOT NULL,
	"status_index" integer NOT NULL,
	"state" text NOT NULL,
	"proof_created_at" timestamp (3) with time zone NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"subject_iri" text NOT NULL,
	"identity_salt" text NOT NULL,
	"sha256" text,
	"visibility" text DEFAULT 'link' NOT NULL,
	"is_trial" boolean NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "credentials_iri_unique" UNIQUE("iri"),
	CONSTRAINT "credentials_code_unique" UNIQUE("code"),
	CONSTRAINT "credentials_award_id_unique" UNIQUE("award_id"),
	CONSTRAINT "credential_status_once" UNIQUE("status_list_id","status_index")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"requested_by_id" uuid NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" uuid,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "erasures_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "issuer_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kid" text NOT NULL,
	"algorithm" text NOT NULL,
	"state" text NOT NULL,
	"public_key_multibase" text NOT NULL,
	"public_key_jwk" jsonb,
	"sealed_private_key" "bytea" NOT NULL,
	"seal_nonce" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"retired_at" timestamp (3) with time zone,
	"compromised_at" timestamp (3) with time zone,
	CONSTRAINT "issuer_key_kid" UNIQUE("organisation_id","kid")
);
--> statement-breakpoint
CREATE TABLE "partner_endorsements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"award_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"endorsed_by_id" uuid NOT NULL,
	"endorsed_at" timestamp (3) with time zone NOT NULL,
	"comment" jsonb NOT NULL,
	"decision_content_hash" text NOT NULL,
	"iri" text,
	"signed" text,
	CONSTRAINT "partner_endorsement_once" UNIQUE("award_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"category" text NOT NULL,
	"note" text,
	"requested_by_id" uuid NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "status_entries" (
	"list_id" uuid NOT NULL,
	"index" integer NOT NULL,
	"is_set" boolean DEFAULT false NOT NULL,
	CONSTRAINT "status_entries_list_id_index_pk" PRIMARY KEY("list_id","index")
);
--> statement-breakpoint
CREATE TABLE "status_lists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"length" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"bits" "bytea" NOT NULL,
	"signed" text,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "authorships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "authorship_once" UNIQUE("subject_type","subject_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "criteria" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"rubric_id" uuid NOT NULL,
	"competency_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" jsonb NOT NULL,
	"required_level" integer NOT NULL,
	"is_critical" boolean NOT NULL,
	CONSTRAINT "criteria_uri_unique" UNIQUE("uri"),
	CONSTRAINT "criterion_position" UNIQUE("rubric_id","position")
);
--> statement-breakpoint
CREATE TABLE "criterion_levels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"quality" jsonb NOT NULL,
	"descriptor" jsonb NOT NULL,
	CONSTRAINT "criterion_levels_uri_unique" UNIQUE("uri"),
	CONSTRAINT "criterion_level_position" UNIQUE("criterion_id","position")
);
--> statement-breakpoint
CREATE TABLE "external_alignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"target_framework" text NOT NULL,
	"target_code" text,
	"target_name" text NOT NULL,
	"target_url" text NOT NULL,
	"target_type" text NOT NULL,
	"relation" text NOT NULL,
	"is_verified" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "framework_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"framework_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"code" text NOT NULL,
	"sequence" integer NOT NULL,
	"title" jsonb NOT NULL,
	"statement" jsonb NOT NULL,
	"keywords" text[] DEFAULT '{}'::text[] NOT NULL,
	"status_starts_on" date,
	"status_ends_on" date,
	"replaced_by_id" uuid,
	"last_change_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "framework_items_uri_unique" UNIQUE("uri"),
	CONSTRAINT "framework_item_code" UNIQUE("framework_id","code")
);
--> statement-breakpoint
CREATE TABLE "frameworks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"base_language" text NOT NULL,
	"title" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"creator_organisation_id" uuid NOT NULL,
	"license" text NOT NULL,
	"official_source_url" text,
	"educational_field" jsonb,
	"status_starts_on" date,
	"status_ends_on" date,
	"content_hash" text NOT NULL,
	"last_change_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "frameworks_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "level_scales" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"title" jsonb NOT NULL,
	"levels" jsonb NOT NULL,
	"required_level_default" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rubrics" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"programme_id" uuid NOT NULL,
	"framework_id" uuid NOT NULL,
	"version" text NOT NULL,
	"title" jsonb NOT NULL,
	"level_scale_id" uuid NOT NULL,
	"frozen_at" timestamp (3) with time zone,
	CONSTRAINT "rubrics_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "validation_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"comment" text,
	"at" timestamp (3) with time zone NOT NULL,
	"voided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"programme_id" uuid,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"data" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"programme_id" uuid,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"run_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "cohorts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"coordinator_id" uuid,
	"windows" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conflicts_of_interest" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"pairing_id" uuid,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"cooling_off_months" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"cohort_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"status" text NOT NULL,
	"enrolled_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mentor_pairings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"cohort_id" uuid,
	"mentor_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"legal_name" text NOT NULL,
	"display_name" jsonb NOT NULL,
	"country_code" text NOT NULL,
	"city" text,
	"url" text,
	"email" text,
	"kind" text DEFAULT 'programme' NOT NULL,
	"adds_legacy_proof" boolean DEFAULT false NOT NULL,
	"own_did" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organisations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "participant_profiles" (
	"programme_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"gender" text DEFAULT 'undisclosed' NOT NULL,
	"school_id" uuid,
	"specialty" text,
	CONSTRAINT "participant_profiles_programme_id_person_id_pk" PRIMARY KEY("programme_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text NOT NULL,
	"email_norm" text NOT NULL,
	"locale" text NOT NULL,
	"organisation_id" uuid,
	"assessor_languages" text[] DEFAULT '{}'::text[] NOT NULL,
	"user_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "persons_email_norm_unique" UNIQUE("email_norm"),
	CONSTRAINT "persons_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "programme_organisations" (
	"programme_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"is_assessing" boolean NOT NULL,
	"is_endorsing" boolean NOT NULL,
	CONSTRAINT "programme_organisations_programme_id_organisation_id_pk" PRIMARY KEY("programme_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "programmes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" jsonb NOT NULL,
	"awarding_organisation_id" uuid NOT NULL,
	"base_language" text NOT NULL,
	"languages" text[] NOT NULL,
	"time_zone" text NOT NULL,
	"profile" text DEFAULT 'standard' NOT NULL,
	"appeal_window_days" integer DEFAULT 14 NOT NULL,
	"reconciliation_days" integer DEFAULT 10 NOT NULL,
	"retention_months" integer DEFAULT 24 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "programmes_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "role_assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"programme_id" uuid,
	"organisation_id" uuid,
	"cohort_id" uuid,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"granted_by_id" uuid,
	CONSTRAINT "role_scope" CHECK (("role_assignments"."programme_id" is null) = ("role_assignments"."role" = 'administrator'))
);
--> statement-breakpoint
CREATE TABLE "schools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"commune" text,
	"region" text
);
--> statement-breakpoint
CREATE TABLE "carry_forwards" (
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"from_decision_id" uuid NOT NULL,
	"level" integer NOT NULL,
	CONSTRAINT "carry_forwards_submission_id_criterion_id_pk" PRIMARY KEY("submission_id","criterion_id")
);
--> statement-breakpoint
CREATE TABLE "consent_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_count" integer NOT NULL,
	"guardian_authorisations" integer DEFAULT 0 NOT NULL,
	"minor_assents" integer DEFAULT 0 NOT NULL,
	"scope" text[] NOT NULL,
	"form" text NOT NULL,
	"held_by" text NOT NULL,
	"granted_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "evidence_consents" (
	"programme_id" uuid NOT NULL,
	"evidence_version_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	CONSTRAINT "evidence_consents_evidence_version_id_consent_id_pk" PRIMARY KEY("evidence_version_id","consent_id")
);
--> statement-breakpoint
CREATE TABLE "evidence_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"type" text NOT NULL,
	"title" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"captured_on" date NOT NULL,
	"language" text NOT NULL,
	"identifiable_people" text NOT NULL,
	"scan_status" text NOT NULL,
	"integrity" text NOT NULL,
	"media_type" text,
	"byte_size" bigint,
	"sha256" text,
	"file_name" text,
	"external_url" text,
	"retrieved_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"bytes_deleted_at" timestamp (3) with time zone,
	CONSTRAINT "evidence_version_once" UNIQUE("item_id","version"),
	CONSTRAINT "evidence_content" CHECK (("evidence_versions"."integrity" = 'content_addressed' and "evidence_versions"."sha256" ~ '^[0-9a-f]{64}$' and "evidence_versions"."media_type" is not null and "evidence_versions"."byte_size" is not null)
        or ("evidence_versions"."integrity" = 'external_unpinned' and "evidence_versions"."external_url" is not null))
);
--> statement-breakpoint
CREATE TABLE "submission_exceptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"requirement_id" uuid NOT NULL,
	"provided" integer NOT NULL,
	"minimum" integer NOT NULL,
	"accepted_by_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_items" (
	"programme_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"evidence_version_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "submission_items_submission_id_criterion_id_evidence_version_id_pk" PRIMARY KEY("submission_id","criterion_id","evidence_version_id")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"cohort_id" uuid NOT NULL,
	"micro_course_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"version_content_hash" text NOT NULL,
	"rubric_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"route" text NOT NULL,
	"state" text NOT NULL,
	"previous_submission_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"declaration" jsonb,
	"name_as_printed" text,
	"credential_language" text,
	"shows_level" boolean DEFAULT false NOT NULL,
	CONSTRAINT "submission_attempt_positive" CHECK ("submissions"."attempt" >= 1)
);
--> statement-breakpoint
ALTER TABLE "auth_accounts" ADD CONSTRAINT "auth_accounts_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal_stages" ADD CONSTRAINT "appeal_stages_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal_stages" ADD CONSTRAINT "appeal_stages_appeal_id_appeals_id_fk" FOREIGN KEY ("appeal_id") REFERENCES "public"."appeals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_appellant_id_persons_id_fk" FOREIGN KEY ("appellant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_resulting_decision_id_decisions_id_fk" FOREIGN KEY ("resulting_decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessor_qualifications" ADD CONSTRAINT "assessor_qualifications_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessor_qualifications" ADD CONSTRAINT "assessor_qualifications_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessor_qualifications" ADD CONSTRAINT "assessor_qualifications_micro_course_id_micro_courses_id_fk" FOREIGN KEY ("micro_course_id") REFERENCES "public"."micro_courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessor_qualifications" ADD CONSTRAINT "assessor_qualifications_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgement_evidence" ADD CONSTRAINT "criterion_judgement_evidence_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgement_evidence" ADD CONSTRAINT "criterion_judgement_evidence_criterion_judgement_id_criterion_judgements_id_fk" FOREIGN KEY ("criterion_judgement_id") REFERENCES "public"."criterion_judgements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgement_evidence" ADD CONSTRAINT "criterion_judgement_evidence_evidence_version_id_evidence_versions_id_fk" FOREIGN KEY ("evidence_version_id") REFERENCES "public"."evidence_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgements" ADD CONSTRAINT "criterion_judgements_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgements" ADD CONSTRAINT "criterion_judgements_judgement_id_judgements_id_fk" FOREIGN KEY ("judgement_id") REFERENCES "public"."judgements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_judgements" ADD CONSTRAINT "criterion_judgements_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_criteria" ADD CONSTRAINT "decision_criteria_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_criteria" ADD CONSTRAINT "decision_criteria_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_criteria" ADD CONSTRAINT "decision_criteria_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_released_by_id_persons_id_fk" FOREIGN KEY ("released_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_author_id_persons_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_assessor_id_persons_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_assigned_by_id_persons_id_fk" FOREIGN KEY ("assigned_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_signatures" ADD CONSTRAINT "reconciliation_signatures_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_signatures" ADD CONSTRAINT "reconciliation_signatures_reconciliation_id_reconciliations_id_fk" FOREIGN KEY ("reconciliation_id") REFERENCES "public"."reconciliations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_signatures" ADD CONSTRAINT "reconciliation_signatures_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_proposed_by_id_persons_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_requirements" ADD CONSTRAINT "evidence_requirements_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_requirements" ADD CONSTRAINT "evidence_requirements_version_id_micro_course_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."micro_course_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD CONSTRAINT "micro_course_versions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD CONSTRAINT "micro_course_versions_micro_course_id_micro_courses_id_fk" FOREIGN KEY ("micro_course_id") REFERENCES "public"."micro_courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD CONSTRAINT "micro_course_versions_framework_id_frameworks_id_fk" FOREIGN KEY ("framework_id") REFERENCES "public"."frameworks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD CONSTRAINT "micro_course_versions_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_courses" ADD CONSTRAINT "micro_courses_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_outcomes" ADD CONSTRAINT "version_outcomes_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_outcomes" ADD CONSTRAINT "version_outcomes_version_id_micro_course_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."micro_course_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_outcomes" ADD CONSTRAINT "version_outcomes_competency_id_framework_items_id_fk" FOREIGN KEY ("competency_id") REFERENCES "public"."framework_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_participant_id_persons_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_micro_course_id_micro_courses_id_fk" FOREIGN KEY ("micro_course_id") REFERENCES "public"."micro_courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_version_id_micro_course_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."micro_course_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_approved_by_id_persons_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_bytes" ADD CONSTRAINT "credential_bytes_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_bytes" ADD CONSTRAINT "credential_bytes_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_award_id_awards_id_fk" FOREIGN KEY ("award_id") REFERENCES "public"."awards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_issuer_organisation_id_organisations_id_fk" FOREIGN KEY ("issuer_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_key_id_issuer_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."issuer_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_status_list_id_status_lists_id_fk" FOREIGN KEY ("status_list_id") REFERENCES "public"."status_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_requested_by_id_persons_id_fk" FOREIGN KEY ("requested_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_confirmed_by_id_persons_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issuer_keys" ADD CONSTRAINT "issuer_keys_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_endorsements" ADD CONSTRAINT "partner_endorsements_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_endorsements" ADD CONSTRAINT "partner_endorsements_award_id_awards_id_fk" FOREIGN KEY ("award_id") REFERENCES "public"."awards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_endorsements" ADD CONSTRAINT "partner_endorsements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_endorsements" ADD CONSTRAINT "partner_endorsements_endorsed_by_id_persons_id_fk" FOREIGN KEY ("endorsed_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_requested_by_id_persons_id_fk" FOREIGN KEY ("requested_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_confirmed_by_id_persons_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_entries" ADD CONSTRAINT "status_entries_list_id_status_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."status_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_lists" ADD CONSTRAINT "status_lists_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_competency_id_framework_items_id_fk" FOREIGN KEY ("competency_id") REFERENCES "public"."framework_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_levels" ADD CONSTRAINT "criterion_levels_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_levels" ADD CONSTRAINT "criterion_levels_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_alignments" ADD CONSTRAINT "external_alignments_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_alignments" ADD CONSTRAINT "external_alignments_item_id_framework_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."framework_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "framework_items" ADD CONSTRAINT "framework_items_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "framework_items" ADD CONSTRAINT "framework_items_framework_id_frameworks_id_fk" FOREIGN KEY ("framework_id") REFERENCES "public"."frameworks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "frameworks" ADD CONSTRAINT "frameworks_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "frameworks" ADD CONSTRAINT "frameworks_creator_organisation_id_organisations_id_fk" FOREIGN KEY ("creator_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_scales" ADD CONSTRAINT "level_scales_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubrics" ADD CONSTRAINT "rubrics_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubrics" ADD CONSTRAINT "rubrics_framework_id_frameworks_id_fk" FOREIGN KEY ("framework_id") REFERENCES "public"."frameworks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubrics" ADD CONSTRAINT "rubrics_level_scale_id_level_scales_id_fk" FOREIGN KEY ("level_scale_id") REFERENCES "public"."level_scales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation_reviews" ADD CONSTRAINT "validation_reviews_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation_reviews" ADD CONSTRAINT "validation_reviews_reviewer_id_persons_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation_reviews" ADD CONSTRAINT "validation_reviews_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohorts" ADD CONSTRAINT "cohorts_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohorts" ADD CONSTRAINT "cohorts_coordinator_id_persons_id_fk" FOREIGN KEY ("coordinator_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts_of_interest" ADD CONSTRAINT "conflicts_of_interest_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts_of_interest" ADD CONSTRAINT "conflicts_of_interest_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts_of_interest" ADD CONSTRAINT "conflicts_of_interest_participant_id_persons_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts_of_interest" ADD CONSTRAINT "conflicts_of_interest_pairing_id_mentor_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."mentor_pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_participant_id_persons_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pairings" ADD CONSTRAINT "mentor_pairings_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pairings" ADD CONSTRAINT "mentor_pairings_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pairings" ADD CONSTRAINT "mentor_pairings_mentor_id_persons_id_fk" FOREIGN KEY ("mentor_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pairings" ADD CONSTRAINT "mentor_pairings_participant_id_persons_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_profiles" ADD CONSTRAINT "participant_profiles_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_profiles" ADD CONSTRAINT "participant_profiles_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_profiles" ADD CONSTRAINT "participant_profiles_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "persons_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "persons_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme_organisations" ADD CONSTRAINT "programme_organisations_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme_organisations" ADD CONSTRAINT "programme_organisations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programmes" ADD CONSTRAINT "programmes_awarding_organisation_id_organisations_id_fk" FOREIGN KEY ("awarding_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carry_forwards" ADD CONSTRAINT "carry_forwards_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carry_forwards" ADD CONSTRAINT "carry_forwards_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carry_forwards" ADD CONSTRAINT "carry_forwards_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_records" ADD CONSTRAINT "consent_records_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_records" ADD CONSTRAINT "consent_records_owner_id_persons_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_consents" ADD CONSTRAINT "evidence_consents_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_consents" ADD CONSTRAINT "evidence_consents_evidence_version_id_evidence_versions_id_fk" FOREIGN KEY ("evidence_version_id") REFERENCES "public"."evidence_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_consents" ADD CONSTRAINT "evidence_consents_consent_id_consent_records_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consent_records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_owner_id_persons_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_versions" ADD CONSTRAINT "evidence_versions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_versions" ADD CONSTRAINT "evidence_versions_item_id_evidence_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."evidence_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_exceptions" ADD CONSTRAINT "submission_exceptions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_exceptions" ADD CONSTRAINT "submission_exceptions_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_exceptions" ADD CONSTRAINT "submission_exceptions_accepted_by_id_persons_id_fk" FOREIGN KEY ("accepted_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_items" ADD CONSTRAINT "submission_items_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_items" ADD CONSTRAINT "submission_items_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_items" ADD CONSTRAINT "submission_items_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_items" ADD CONSTRAINT "submission_items_evidence_version_id_evidence_versions_id_fk" FOREIGN KEY ("evidence_version_id") REFERENCES "public"."evidence_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_participant_id_persons_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_micro_course_id_micro_courses_id_fk" FOREIGN KEY ("micro_course_id") REFERENCES "public"."micro_courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_version_id_micro_course_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."micro_course_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auth_accounts_user" ON "auth_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_user" ON "auth_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "appeal_open_once" ON "appeals" USING btree ("decision_id") WHERE "appeals"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "decision_current_once" ON "decisions" USING btree ("submission_id") WHERE "decisions"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "judgement_slot_once" ON "judgements" USING btree ("submission_id","slot") WHERE "judgements"."slot" in ('A', 'B', 'adjudicator') and "judgements"."state" not in ('declined', 'void');--> statement-breakpoint
CREATE INDEX "judgements_assessor" ON "judgements" USING btree ("assessor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_current_once" ON "reconciliations" USING btree ("submission_id","criterion_id") WHERE "reconciliations"."replaced_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "award_valid_once" ON "awards" USING btree ("participant_id","version_id") WHERE "awards"."state" in ('proposed', 'approved', 'issued');--> statement-breakpoint
CREATE UNIQUE INDEX "issuer_key_active_once" ON "issuer_keys" USING btree ("organisation_id","algorithm") WHERE "issuer_keys"."state" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "revocation_open_once" ON "revocations" USING btree ("credential_id") WHERE "revocations"."refused_at" is null;--> statement-breakpoint
CREATE INDEX "status_lists_organisation" ON "status_lists" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "external_alignments_item" ON "external_alignments" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "validation_reviews_subject" ON "validation_reviews" USING btree ("subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "audit_events_programme" ON "audit_events" USING btree ("programme_id");--> statement-breakpoint
CREATE INDEX "tasks_due" ON "tasks" USING btree ("state","run_at");--> statement-breakpoint
CREATE INDEX "conflicts_person_participant" ON "conflicts_of_interest" USING btree ("person_id","participant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_once" ON "enrolments" USING btree ("cohort_id","participant_id");--> statement-breakpoint
CREATE INDEX "role_assignments_person" ON "role_assignments" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "role_assignments_programme" ON "role_assignments" USING btree ("programme_id");--> statement-breakpoint
CREATE INDEX "evidence_items_owner" ON "evidence_items" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "evidence_versions_sha256" ON "evidence_versions" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "submission_open_once" ON "submissions" USING btree ("participant_id","micro_course_id") WHERE "submissions"."state" not in ('released', 'closed', 'withdrawn');--> statement-breakpoint
CREATE UNIQUE INDEX "submission_attempt_once" ON "submissions" USING btree ("participant_id","micro_course_id","attempt") WHERE "submissions"."state" <> 'withdrawn';