// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/webhook_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/store/sql/webhook_repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

/// The settings are one JSON text; what queries look at has columns of its own, which count.
Result<Endpoint> readEndpoint(Rows& rows)
{
    auto text = rows.bytes(4);
    GH_ASSIGN(const auto settings, json::parse(std::move(text)));
    auto endpoint = endpointFromJson(*settings);
    endpoint.id = rows.text(0);
    endpoint.url = rows.text(1);
    endpoint.status = endpointStatusByName(rows.text(2)).value_or(EndpointStatus::Disabled);
    endpoint.statusReason = rows.text(3);
    endpoint.createdAt = rows.time(5);
    endpoint.updatedAt = rows.time(6);
    return endpoint;
}

std::string unknown(const std::string& id)
{
    return fmt::format("there is no endpoint {}", id);
}

} // namespace

void SqlEndpoints::putEndpoint(Endpoint endpoint, Completion<Endpoint> done)
{
    m_dispatcher.write<Endpoint>(
        [endpoint = std::move(endpoint)](Connection& db) -> Result<Endpoint> {
            json::Arena arena;
            const auto settings = json::write(toJson(endpoint, arena));
            GH_TRY(db.change("INSERT INTO endpoints (id, url, status, status_reason, settings, created_at, "
                             "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                             "url = excluded.url, status = excluded.status, "
                             "status_reason = excluded.status_reason, settings = excluded.settings, "
                             "updated_at = excluded.updated_at",
                             endpoint.id, endpoint.url, endpointStatusName(endpoint.status),
                             endpoint.statusReason, Bytes{settings}, endpoint.createdAt, endpoint.updatedAt));
            return endpoint;
        },
        std::move(done));
}

void SqlEndpoints::endpoint(std::string id, Completion<Endpoint> done)
{
    m_dispatcher.read<Endpoint>(
        [id = std::move(id)](Connection& db) -> Result<Endpoint> {
            GH_ASSIGN(auto rows, db.query("SELECT id, url, status, status_reason, settings, created_at, "
                                          "updated_at FROM endpoints WHERE id = ?",
                                          id));
            if (!rows.next()) {
                GH_TRY(rows.status());
                return fail(Errc::NotFound, unknown(id));
            }
            auto endpoint = readEndpoint(rows);
            GH_TRY(rows.status());
            return endpoint;
        },
        std::move(done));
}

void SqlEndpoints::endpoints(Completion<std::vector<Endpoint>> done)
{
    m_dispatcher.read<std::vector<Endpoint>>(
        [](Connection& db) -> Result<std::vector<Endpoint>> {
            GH_ASSIGN(auto rows, db.query("SELECT id, url, status, status_reason, settings, created_at, "
                                          "updated_at FROM endpoints ORDER BY created_at, id"));
            std::vector<Endpoint> list;
            while (rows.next()) {
                GH_ASSIGN(auto endpoint, readEndpoint(rows));
                list.push_back(std::move(endpoint));
            }
            GH_TRY(rows.status());
            return list;
        },
        std::move(done));
}

void SqlEndpoints::setEndpointStatus(std::string id, EndpointStatus status, std::string reason, UnixMillis at,
                                     Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), status, reason = std::move(reason), at](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed, db.change("UPDATE endpoints SET status = ?, status_reason = ?, "
                                                    "updated_at = ? WHERE id = ?",
                                                    endpointStatusName(status), reason, at, id));
            if (changed == 0) {
                return fail(Errc::NotFound, unknown(id));
            }
            return true;
        },
        std::move(done));
}

void SqlEndpoints::releaseQueue(std::string id, std::string deliveryId, UnixMillis at,
                                Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [id = std::move(id), deliveryId = std::move(deliveryId),
         at](Connection& db) -> Result<std::uint64_t> {
            GH_ASSIGN(const auto moved,
                      deliveryId.empty()
                          ? db.change("UPDATE deliveries SET next_at = ?, lease = lease + 1 "
                                      "WHERE endpoint_id = ? AND state = 'pending' AND next_at > ?",
                                      at, id, at)
                          : db.change("UPDATE deliveries SET next_at = ?, lease = lease + 1 WHERE id = ? "
                                      "AND endpoint_id = ? AND state = 'pending' AND next_at > ?",
                                      at, deliveryId, id, at));
            return static_cast<std::uint64_t>(moved);
        },
        std::move(done));
}

void SqlEndpoints::removeEndpoint(std::string id, UnixMillis at, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), at](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(db.change("UPDATE deliveries SET state = 'discarded', next_at = NULL, finished_at = ?, "
                             "lease = lease + 1, last_error = 'the endpoint was removed' "
                             "WHERE endpoint_id = ? AND state = 'pending'",
                             at, id));
            GH_ASSIGN(const auto removed, db.change("DELETE FROM endpoints WHERE id = ?", id));
            GH_TRY(step.keep());
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
