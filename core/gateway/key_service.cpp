// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/key_service.h"

#include "core/base/ids.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/gateway/address_range.h"
#include "core/gateway/private_file.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gatehouse {

struct KeyService::Entry
{
    std::shared_ptr<const ApiKey> key;
    std::string hash;
    std::vector<AddressRange> ranges;
};

namespace {

/// Keys hold 128 bits of chance, so a plain digest cannot be turned back by guessing.
std::string hashOf(std::string_view key)
{
    return crypto::toHex(crypto::digest(crypto::Digest::Sha256, key));
}

std::optional<KeyScope> scopeFromName(std::string_view name)
{
    for (const KeyScope scope : {KeyScope::Admin, KeyScope::Call, KeyScope::Read}) {
        if (keyScopeName(scope) == name) {
            return scope;
        }
    }
    return std::nullopt;
}

ApiKey fromRow(const store::ApiKeyRow& row)
{
    ApiKey key;
    key.id = row.id;
    key.name = row.name;
    for (const std::string& name : row.scopes) {
        key.scope = std::min(key.scope, scopeFromName(name).value_or(KeyScope::Read));
    }
    key.cidrs = row.cidrs;
    key.environmentIds = row.environmentIds;
    key.createdAt = row.createdAt;
    return key;
}

store::ApiKeyRow toRow(const ApiKey& key, std::string hash)
{
    store::ApiKeyRow row;
    row.id = key.id;
    row.name = key.name;
    row.hash = std::move(hash);
    row.scopes = {std::string(keyScopeName(key.scope))};
    row.cidrs = key.cidrs;
    row.environmentIds = key.environmentIds;
    row.createdAt = key.createdAt;
    return row;
}

Result<std::vector<AddressRange>> rangesOf(const ApiKey& key)
{
    std::vector<AddressRange> ranges;
    for (const std::string& cidr : key.cidrs) {
        GH_ASSIGN(auto range, AddressRange::parse(cidr));
        ranges.push_back(std::move(range));
    }
    return ranges;
}

} // namespace

KeyService::KeyService(store::ApiKeys& store, const Clock& clock, Random& random, runtime::Executor& engine)
    : m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_engine(engine)
    , m_turns(engine)
    , m_table(std::make_shared<const Table>())
{}

KeyService::~KeyService() = default;

KeyService::TablePtr KeyService::table() const
{
    const std::scoped_lock lock(m_mutex);
    return m_table;
}

void KeyService::swap(Table next)
{
    auto table = std::make_shared<const Table>(std::move(next));
    const std::scoped_lock lock(m_mutex);
    m_table = std::move(table);
}

QCoro::Task<Status> KeyService::load()
{
    auto pendingRows = runtime::awaitCompletion<std::vector<store::ApiKeyRow>>(
        m_engine, [this](auto done) { m_store.apiKeys(std::move(done)); });
    auto rows = co_await pendingRows;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    Table next;
    for (const store::ApiKeyRow& row : *rows) {
        const ApiKey key = fromRow(row);
        auto ranges = rangesOf(key);
        if (!ranges) {
            co_return fail(Errc::Corrupt, fmt::format("key {}: {}", row.id, ranges.error().message));
        }
        next.push_back(std::make_shared<const Entry>(
            Entry{std::make_shared<const ApiKey>(key), row.hash, std::move(*ranges)}));
    }
    swap(std::move(next));
    co_return Status{};
}

QCoro::Task<Status> KeyService::ensureAdminKey(std::filesystem::path file)
{
    const auto kept = readPrivateFile(file);
    if (kept) {
        const std::string hash = hashOf(kept->reveal());
        const auto keys = table();
        const bool works = std::ranges::any_of(*keys, [&](const auto& entry) {
            return constantTimeEquals(entry->hash, hash) && entry->key->scope == KeyScope::Admin;
        });
        if (works) {
            co_return Status{};
        }
    }
    ApiKey wanted;
    wanted.name = "admin";
    wanted.scope = KeyScope::Admin;
    auto created = co_await create(std::move(wanted));
    if (!created) {
        co_return fail(std::move(created).error());
    }
    co_return writePrivateFile(file, created->secret.reveal());
}

Result<std::shared_ptr<const ApiKey>> KeyService::check(std::string_view presented,
                                                        std::string_view peerAddress) const
{
    const std::string hash = hashOf(presented);
    const auto keys = table();
    std::shared_ptr<const Entry> found;
    for (const auto& entry : *keys) {
        if (constantTimeEquals(entry->hash, hash)) {
            found = entry;
        }
    }
    if (!found) {
        return fail(Errc::Unauthorized, "this API key is not known here");
    }
    const bool near =
        found->ranges.empty() || std::ranges::any_of(found->ranges, [&](const AddressRange& range) {
            return range.contains(peerAddress);
        });
    if (!near) {
        return fail(Errc::Forbidden, fmt::format("this API key may not be used from {}", peerAddress));
    }
    return found->key;
}

std::vector<ApiKey> KeyService::all() const
{
    const auto keys = table();
    std::vector<ApiKey> out;
    out.reserve(keys->size());
    for (const auto& entry : *keys) {
        out.push_back(*entry->key);
    }
    return out;
}

QCoro::Task<Result<CreatedKey>> KeyService::create(ApiKey wanted)
{
    auto ranges = rangesOf(wanted);
    if (!ranges) {
        co_return fail(std::move(ranges).error());
    }
    wanted.id = makeId("key_", m_random);
    wanted.createdAt = m_clock.now();
    Secret secret(makeId("gh_", m_random));
    const std::string hash = hashOf(secret.reveal());
    auto row = toRow(wanted, hash);
    auto pendingStored = runtime::awaitCompletion<store::ApiKeyRow>(
        m_engine, [this, &row](auto done) { m_store.putApiKey(row, std::move(done)); });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    Table next = *table();
    next.push_back(std::make_shared<const Entry>(
        Entry{std::make_shared<const ApiKey>(wanted), hash, std::move(*ranges)}));
    swap(std::move(next));
    co_return CreatedKey{std::move(wanted), std::move(secret)};
}

QCoro::Task<Result<bool>> KeyService::revoke(std::string id)
{
    const auto turn = co_await m_turns.take("revoke");
    const auto isIt = [&](const auto& entry) { return entry->key->id == id; };
    const auto isAdmin = [](const auto& entry) { return entry->key->scope == KeyScope::Admin; };
    Table next = *table();
    const auto found = std::ranges::find_if(next, isIt);
    if (found == next.end()) {
        co_return fail(Errc::NotFound, fmt::format("there is no key {}", id));
    }
    if (isAdmin(*found) && std::ranges::count_if(next, isAdmin) == 1) {
        co_return fail(Errc::Conflict, "this is the last admin key: make another one first");
    }
    auto pendingRemoved = runtime::awaitCompletion<bool>(
        m_engine, [this, &id](auto done) { m_store.removeApiKey(id, std::move(done)); });
    auto removed = co_await pendingRemoved;
    if (removed) {
        next = *table();
        std::erase_if(next, isIt);
        swap(std::move(next));
    }
    co_return removed;
}

} // namespace gatehouse
