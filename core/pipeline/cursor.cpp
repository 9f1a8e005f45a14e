// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/cursor.h"

#include "core/crypto/encoding.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

constexpr std::size_t kTagBytes = 16;
/// What is handed out must come back in a request line.
constexpr std::size_t kMaxEncodedBytes = std::size_t{8} * 1024;
constexpr std::size_t kMaxCursorBytes = std::size_t{16} * 1024;

json::Value toJson(const CursorState& state, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    if (!state.position.cursor.empty()) {
        out.set("c", state.position.cursor);
    }
    if (!state.position.url.empty()) {
        out.set("u", state.position.url);
    }
    out.set("n", json::Value::integer(state.position.number));
    if (state.position.first) {
        out.set("f", json::Value::boolean(true));
    }
    if (state.skip > 0) {
        out.set("s", json::Value::integer(state.skip));
    }
    out.set("l", json::Value::integer(state.limit));
    std::vector<json::Value> query;
    for (const auto& [name, value] : state.query) {
        query.push_back(arena.array({arena.string(name), arena.string(value)}));
    }
    if (!query.empty()) {
        out.set("q", arena.array(query));
    }
    return out.build();
}

CursorState fromJson(const json::Value& value)
{
    CursorState state;
    state.position.cursor = value["c"].asString();
    state.position.url = value["u"].asString();
    state.position.number = value["n"].asInt();
    state.position.first = value["f"].asBool();
    state.skip = value["s"].asInt();
    state.limit = value["l"].asInt();
    for (const json::Value& pair : value["q"].items()) {
        state.query.emplace_back(pair[0].asString(), pair[1].asString());
    }
    return state;
}

tl::unexpected<Error> invalid()
{
    return fail(Errc::InvalidArgument,
                "the cursor is not valid here: use next_cursor of the same list and account unchanged, or "
                "leave it out to start again");
}

} // namespace

CursorCodec::CursorCodec(const Secret& key)
    : m_key(crypto::Digest::Sha256, key)
{}

std::string CursorCodec::tag(std::string_view payload, const CursorScope& scope)
{
    // The parts cannot contain NUL, so no two different triples give the same text.
    return m_key
        .mac(fmt::format("cursor-1{0}{1}{0}{2}{0}{3}", '\0', scope.accountId, scope.operation, payload))
        .substr(0, kTagBytes);
}

Result<std::string> CursorCodec::encode(const CursorState& state, const CursorScope& scope)
{
    json::Arena arena;
    const std::string payload = json::write(toJson(state, arena));
    std::string text = crypto::toBase64Url(tag(payload, scope) + payload);
    if (text.size() > kMaxEncodedBytes) {
        return fail(
            Errc::LimitExceeded,
            fmt::format("the cursor of the next page has {} bytes, more than the {} that fit into a URL: "
                        "use shorter filters (what the provider calls its next page counts too)",
                        text.size(), kMaxEncodedBytes));
    }
    return text;
}

Result<CursorState> CursorCodec::decode(std::string_view text, const CursorScope& scope)
{
    const auto bytes =
        text.size() <= kMaxCursorBytes ? crypto::fromBase64Url(text) : Result<std::string>(invalid());
    if (!bytes || bytes->size() < kTagBytes) {
        return invalid();
    }
    const std::string_view given = std::string_view(*bytes).substr(0, kTagBytes);
    const std::string_view payload = std::string_view(*bytes).substr(kTagBytes);
    if (!constantTimeEquals(given, tag(payload, scope))) {
        return invalid();
    }
    const auto state = json::parse(payload);
    return state ? Result<CursorState>(fromJson(**state)) : Result<CursorState>(invalid());
}

} // namespace gatehouse::pipeline
