// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

std::string listJson(const std::vector<std::string>& texts)
{
    json::Arena arena;
    std::vector<json::Value> items;
    items.reserve(texts.size());
    for (const auto& text : texts) {
        items.push_back(json::Value::string(text));
    }
    return json::write(arena.array(items));
}

std::vector<std::string> listFrom(const std::string& text)
{
    std::vector<std::string> list;
    if (const auto document = json::parse(std::string_view(text))) {
        for (const auto& item : document->root().items()) {
            list.emplace_back(item.asString());
        }
    }
    return list;
}

ApiKeyRow readKey(Rows& rows)
{
    ApiKeyRow row;
    row.id = rows.text(0);
    row.name = rows.text(1);
    row.hash = rows.text(2);
    row.scopes = listFrom(rows.text(3));
    row.cidrs = listFrom(rows.text(4));
    row.environmentIds = listFrom(rows.text(5));
    row.createdAt = rows.time(6);
    row.lastUsedAt = rows.optionalTime(7);
    row.expiresAt = rows.optionalTime(8);
    return row;
}

} // namespace

void SqlApiKeys::putApiKey(ApiKeyRow row, Completion<ApiKeyRow> done)
{
    m_dispatcher.write<ApiKeyRow>(
        [row = std::move(row)](Connection& db) -> Result<ApiKeyRow> {
            const auto put =
                db.change("INSERT INTO api_keys (id, name, hash, scopes, cidrs, environment_ids, created_at, "
                          "last_used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                          "ON CONFLICT (id) DO UPDATE SET name = excluded.name, hash = excluded.hash, "
                          "scopes = excluded.scopes, cidrs = excluded.cidrs, "
                          "environment_ids = excluded.environment_ids, expires_at = excluded.expires_at",
                          row.id, row.name, row.hash, listJson(row.scopes), listJson(row.cidrs),
                          listJson(row.environmentIds), row.createdAt, row.lastUsedAt, row.expiresAt);
            if (!put) {
                return put.error().code == Errc::AlreadyExists
                           ? fail(Errc::AlreadyExists, "another API key has the same hash; make a new key")
                           : fail(put.error());
            }
            return row;
        },
        std::move(done));
}

void SqlApiKeys::apiKeys(Completion<std::vector<ApiKeyRow>> done)
{
    m_dispatcher.read<std::vector<ApiKeyRow>>(
        [](Connection& db) -> Result<std::vector<ApiKeyRow>> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT id, name, hash, scopes, cidrs, environment_ids, created_at, "
                               "last_used_at, expires_at FROM api_keys ORDER BY created_at, id"));
            return all(rows, readKey);
        },
        std::move(done));
}

void SqlApiKeys::noteApiKeyUse(std::string id, UnixMillis at, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), at](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE api_keys SET last_used_at = CASE WHEN last_used_at > ? "
                                "THEN last_used_at ELSE ? END WHERE id = ?",
                                at, at, id));
            return changed > 0;
        },
        std::move(done));
}

void SqlApiKeys::removeApiKey(std::string id, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto removed, db.change("DELETE FROM api_keys WHERE id = ?", id));
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
