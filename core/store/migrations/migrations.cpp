// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/migrations/migrations.h"

#include <array>

namespace gatehouse::store {
namespace {

/// Times are milliseconds since 1970; JSON texts are kept as bytes, exactly as they came.
constexpr std::array<std::string_view, 12> kInitial = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",

    "CREATE TABLE environments (id TEXT PRIMARY KEY, name TEXT NOT NULL, metadata {bytes} NOT NULL, "
    "created_at BIGINT NOT NULL)",

    "CREATE TABLE accounts (id TEXT PRIMARY KEY, environment_id TEXT NOT NULL REFERENCES environments (id), "
    "integration TEXT NOT NULL, label TEXT NOT NULL, auth_kind TEXT NOT NULL, status TEXT NOT NULL, "
    "status_reason TEXT NOT NULL, context {bytes} NOT NULL, sandbox BIGINT NOT NULL, "
    "created_at BIGINT NOT NULL, last_success_at BIGINT, token_expires_at BIGINT)",
    "CREATE INDEX accounts_by_environment ON accounts (environment_id)",

    "CREATE TABLE overrides (level TEXT NOT NULL, owner_id TEXT NOT NULL, model TEXT NOT NULL, "
    "resource TEXT NOT NULL, method TEXT NOT NULL, document {bytes} NOT NULL, updated_at BIGINT NOT NULL, "
    "PRIMARY KEY (level, owner_id, model, resource, method))",

    "CREATE TABLE integration_versions (slug TEXT NOT NULL, version BIGINT NOT NULL, "
    "document {bytes} NOT NULL, origin TEXT NOT NULL, created_at BIGINT NOT NULL, active BIGINT NOT NULL, "
    "PRIMARY KEY (slug, version))",
    "CREATE UNIQUE INDEX integration_versions_active ON integration_versions (slug) WHERE active = 1",

    "CREATE TABLE api_keys (id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, "
    "scopes TEXT NOT NULL, cidrs TEXT NOT NULL, environment_ids TEXT NOT NULL, created_at BIGINT NOT NULL, "
    "last_used_at BIGINT, expires_at BIGINT)",

    // Details stand in a table of their own, so that listing calls reads none of their pages.
    "CREATE TABLE calls (sequence {key}, id TEXT NOT NULL UNIQUE, started_at BIGINT NOT NULL, "
    "kind TEXT NOT NULL, operation TEXT NOT NULL, integration TEXT NOT NULL, account_id TEXT NOT NULL, "
    "environment_id TEXT NOT NULL, status BIGINT NOT NULL, provider_status BIGINT NOT NULL, "
    "category TEXT NOT NULL, duration_us BIGINT NOT NULL, upstream_us BIGINT NOT NULL, "
    "request_bytes BIGINT NOT NULL, response_bytes BIGINT NOT NULL)",
    "CREATE TABLE call_details (sequence {key}, detail {bytes} NOT NULL)",

    "CREATE TABLE settings (key TEXT PRIMARY KEY, value {bytes} NOT NULL)",
    "CREATE TABLE audit (sequence {serial}, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, "
    "subject TEXT NOT NULL, detail {bytes} NOT NULL)",
};

constexpr std::array<std::string_view, 2> kDetailBytes = {
    "ALTER TABLE calls ADD COLUMN detail_bytes BIGINT NOT NULL DEFAULT 0",
    "UPDATE calls SET detail_bytes = COALESCE((SELECT length(detail) FROM call_details "
    "WHERE call_details.sequence = calls.sequence), 0)",
};

/// What an append touches is kept small: the ids grow with time, so their index grows at its end, and bodies
/// and requests stand apart from what a list reads.
constexpr std::array<std::string_view, 14> kWebhooks = {
    "CREATE TABLE events (sequence {serial}, id TEXT NOT NULL UNIQUE, dedupe_key {bytes} UNIQUE, "
    "received_at BIGINT NOT NULL, occurred_at BIGINT, source TEXT NOT NULL, integration TEXT NOT NULL, "
    "environment_id TEXT NOT NULL, account_id TEXT NOT NULL, provider_event_id TEXT NOT NULL, "
    "type TEXT NOT NULL, event TEXT NOT NULL, model TEXT NOT NULL, resource TEXT NOT NULL, "
    "state TEXT NOT NULL, error TEXT NOT NULL, verified_by TEXT NOT NULL, payload_ref TEXT NOT NULL, "
    "payload_bytes BIGINT NOT NULL, duplicates BIGINT NOT NULL, records BIGINT NOT NULL)",
    "CREATE TABLE event_details (sequence {key}, request {bytes} NOT NULL, payload {bytes} NOT NULL, "
    "result {bytes} NOT NULL)",

    "CREATE TABLE webhook_jobs (id {serial}, event_sequence BIGINT NOT NULL, kind TEXT NOT NULL, "
    "options {bytes} NOT NULL, visible_at BIGINT NOT NULL, attempts BIGINT NOT NULL)",
    "CREATE INDEX webhook_jobs_visible ON webhook_jobs (visible_at)",
    "CREATE INDEX webhook_jobs_by_event ON webhook_jobs (event_sequence)",

    "CREATE TABLE endpoints (id TEXT PRIMARY KEY, url TEXT NOT NULL, status TEXT NOT NULL, "
    "status_reason TEXT NOT NULL, settings {bytes} NOT NULL, created_at BIGINT NOT NULL, "
    "updated_at BIGINT NOT NULL)",

    "CREATE TABLE deliveries (sequence {serial}, id TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL, "
    "message_id TEXT NOT NULL, endpoint_id TEXT NOT NULL, environment_id TEXT NOT NULL, "
    "account_id TEXT NOT NULL, integration TEXT NOT NULL, event TEXT NOT NULL, model TEXT NOT NULL, "
    "resource TEXT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL, next_at BIGINT, "
    "lease BIGINT NOT NULL, last_status BIGINT NOT NULL, last_error TEXT NOT NULL, "
    "replay BIGINT NOT NULL, url_override TEXT NOT NULL, created_at BIGINT NOT NULL, finished_at BIGINT)",
    "CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_at) WHERE state = 'pending'",
    "CREATE INDEX deliveries_in_order ON deliveries (endpoint_id, sequence) WHERE state = 'pending'",
    "CREATE INDEX deliveries_by_event ON deliveries (event_id)",
    "CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE state <> 'pending'",
    "CREATE TABLE delivery_bodies (sequence {key}, body {bytes} NOT NULL)",
    "CREATE TABLE delivery_attempts (sequence {serial}, delivery_id TEXT NOT NULL, number BIGINT NOT NULL, "
    "started_at BIGINT NOT NULL, duration_us BIGINT NOT NULL, url TEXT NOT NULL, status BIGINT NOT NULL, "
    "error TEXT NOT NULL, request_headers {bytes} NOT NULL, request_body {bytes} NOT NULL, "
    "request_bytes BIGINT NOT NULL, response_headers {bytes} NOT NULL, response_body {bytes} NOT NULL, "
    "response_bytes BIGINT NOT NULL)",
    "CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id)",
};

/// A lease's row stays when it is released: its fence never goes back.
constexpr std::array<std::string_view, 3> kTokens = {
    "CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, fence BIGINT NOT NULL, "
    "until BIGINT NOT NULL)",
    "CREATE TABLE token_states (account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE, "
    "granted_at BIGINT, issued_at BIGINT, expires_at BIGINT, refresh_issued_at BIGINT, "
    "refresh_used_at BIGINT, refresh_expires_at BIGINT, due_at BIGINT, scopes TEXT NOT NULL)",
    "CREATE TABLE refresh_intents (account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE, "
    "fence BIGINT NOT NULL, token_hash TEXT NOT NULL, started_at BIGINT NOT NULL)",
};

/// Without a reference to accounts: what was resolved is told for a while after the account is gone.
constexpr std::array<std::string_view, 1> kAlerts = {
    "CREATE TABLE alerts (id TEXT PRIMARY KEY, kind TEXT NOT NULL, account_id TEXT NOT NULL, "
    "environment_id TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, raised_at BIGINT NOT NULL, "
    "resolved_at BIGINT, acknowledged_at BIGINT, acknowledged_by TEXT NOT NULL)",
};

/// What stood before severities came was about accounts: all of it warnings.
constexpr std::array<std::string_view, 1> kAlertSeverity = {
    "ALTER TABLE alerts ADD COLUMN severity TEXT NOT NULL DEFAULT 'warning'",
};

constexpr std::array<std::string_view, 1> kAutoRefresh = {
    "ALTER TABLE accounts ADD COLUMN auto_refresh BIGINT NOT NULL DEFAULT 1",
};

constexpr std::array<std::string_view, 4> kAnswers = {
    "ALTER TABLE events ADD COLUMN last_seen_at BIGINT",
    "ALTER TABLE events ADD COLUMN answered BIGINT NOT NULL DEFAULT 200",
    "ALTER TABLE events ADD COLUMN answer_us BIGINT",
    "ALTER TABLE deliveries ADD COLUMN signed_at BIGINT",
};

/// Lists walk an index in the order of arrival (a row's sequence ends every index) and stop when their page
/// is full. What is pending and what has ended have indexes of their own, so that the queries of the queue
/// are not led to one that is not theirs; with created_at and state in it, deliveries_due answers for the
/// queues' depth alone. deliveries_by_endpoint serves what deliveries_in_order served, for every state.
/// Events and calls get only what arriving and successful ones never touch: an index by account made a write
/// of events, which a sender waits for, a quarter to a half longer.
constexpr std::array<std::string_view, 12> kLists = {
    "ALTER TABLE deliveries ADD COLUMN last_us BIGINT",
    "DROP INDEX deliveries_due",
    "DROP INDEX deliveries_in_order",
    "CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_at, created_at, state) "
    "WHERE state = 'pending'",
    "CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint_id, state)",
    "CREATE INDEX deliveries_of_endpoint ON deliveries (endpoint_id)",
    "CREATE INDEX deliveries_pending ON deliveries (sequence) WHERE state = 'pending'",
    "CREATE INDEX deliveries_ended ON deliveries (state) WHERE state <> 'pending'",
    "CREATE INDEX deliveries_by_account ON deliveries (account_id)",
    "CREATE INDEX events_failed ON events (sequence) WHERE state = 'failed'",
    "CREATE INDEX events_repeated ON events (sequence) WHERE duplicates > 0",
    "CREATE INDEX calls_failed ON calls (sequence) WHERE category <> ''",
};

constexpr std::array<Migration, 9> kMigrations = {{
    {1, "initial", kInitial},
    {2, "size of call details", kDetailBytes},
    {3, "webhooks", kWebhooks},
    {4, "leases and token states", kTokens},
    {5, "alerts", kAlerts},
    {6, "severity of alerts", kAlertSeverity},
    {7, "automatic refresh", kAutoRefresh},
    {8, "answers to webhooks", kAnswers},
    {9, "indexes for lists", kLists},
}};

} // namespace

std::span<const Migration> migrations()
{
    return kMigrations;
}

} // namespace gatehouse::store
