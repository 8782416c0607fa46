CREATE TABLE "recognised_issuers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"issuer_id" text NOT NULL,
	"name" text NOT NULL,
	"note" text,
	"added_by_id" uuid,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recognised_issuers_issuer_id_unique" UNIQUE("issuer_id")
);
--> statement-breakpoint
ALTER TABLE "recognised_issuers" ADD CONSTRAINT "recognised_issuers_added_by_id_persons_id_fk" FOREIGN KEY ("added_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
alter table recognised_issuers enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on recognised_issuers to insignia_app;
--> statement-breakpoint
create policy public_read on recognised_issuers for select to insignia_app using (true);
--> statement-breakpoint
create policy administered on recognised_issuers to insignia_app using (insignia_is_administrator()) with check (insignia_is_administrator());
