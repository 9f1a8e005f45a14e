// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paging/paging.h"

#include "core/config/response_view.h"
#include "core/json/write.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::paging {
namespace {

using config::PaginationDefinition;
using config::PaginationKind;

bool isNumbered(PaginationKind kind)
{
    return kind == PaginationKind::Page || kind == PaginationKind::Offset
           || kind == PaginationKind::SqlOffset;
}

bool isUrl(PaginationKind kind)
{
    return kind == PaginationKind::NextUrl || kind == PaginationKind::LinkHeader
           || kind == PaginationKind::OData;
}

std::string asText(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : json::write(value);
}

/// Nothing, null, "" and false all mean: no further page.
bool isEnd(const json::Value& value)
{
    return value.isUndefined() || value.isNull() || (value.isString() && value.size() == 0)
           || (value.isBool() && !value.asBool());
}

std::optional<std::int64_t> asNumber(const json::Value& value)
{
    if (value.isNumber()) {
        return value.asInt();
    }
    const auto text = value.asString();
    std::int64_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = !text.empty() && result.ec == std::errc() && result.ptr == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

/// Reads one page by the rules of one definition.
class PageReader
{
public:
    PageReader(const PaginationDefinition& rules, const PageInput& input, json::Arena& arena)
        : m_rules(rules)
        , m_input(input)
        , m_arena(arena)
    {}

    [[nodiscard]] Result<Page> read()
    {
        m_page.items = m_input.count ? m_arena.array({}) : items();
        m_scope = withRunVariables();
        GH_ASSIGN(m_page.next, nextPosition());
        if (m_page.next && samePlace(*m_page.next)) {
            m_page.warnings.emplace_back("the next page is the page just read: the list ends here");
            m_page.next.reset();
        }
        return std::move(m_page);
    }

private:
    [[nodiscard]] json::Value evaluate(const std::optional<jsonata::Expression>& rule,
                                       const json::Value& scope, std::string_view name)
    {
        return config::evaluateRule(rule, scope, m_arena, name, m_page.warnings, m_input.budget);
    }

    [[nodiscard]] json::Value items()
    {
        json::Value found = m_input.response["body"];
        if (m_rules.items) {
            found = evaluate(m_rules.items, m_input.response, "items");
        } else if (m_input.result != nullptr && m_input.result->has_value()) {
            found = evaluate(*m_input.result, m_input.response, "result");
        }
        if (found.isArray()) {
            return found;
        }
        // JSONata gives one record bare, and none as nothing at all.
        return found.isUndefined() || found.isNull() ? m_arena.array({}) : m_arena.array({found});
    }

    [[nodiscard]] std::int64_t count() const
    {
        return m_input.count.value_or(static_cast<std::int64_t>(m_page.items.size()));
    }

    [[nodiscard]] json::Value withRunVariables()
    {
        const auto& position = m_input.position;
        std::vector<json::Member> more{{"offset", json::Value::integer(position.number)},
                                       {"page", json::Value::integer(position.number)},
                                       {"count", json::Value::integer(count())}};
        if (m_input.pageSize > 0) {
            more.push_back({"page_size", json::Value::integer(m_input.pageSize)});
        }
        if (!position.cursor.empty()) {
            more.push_back({"cursor", m_arena.string(position.cursor)});
        }
        return config::withMembers(m_input.response, more, m_arena);
    }

    [[nodiscard]] Result<std::optional<PagePosition>> nextPosition()
    {
        const auto more = evaluate(m_rules.hasMore, m_scope, "has_more");
        if (m_rules.kind == PaginationKind::None || (m_rules.hasMore && !config::truthy(more))) {
            return std::optional<PagePosition>();
        }
        if (isUrl(m_rules.kind)) {
            return urlPosition(nextUrl());
        }
        const auto next = evaluate(m_rules.next, m_scope, "next");
        if (isNumbered(m_rules.kind)) {
            return numberedPosition(next);
        }
        if (m_rules.kind == PaginationKind::Dynamic && next.isObject()) {
            return dynamicPosition(next);
        }
        if (isEnd(next)) {
            return std::optional<PagePosition>();
        }
        PagePosition position;
        position.first = false;
        position.cursor = asText(next);
        return std::optional(std::move(position));
    }

    [[nodiscard]] std::string nextUrl()
    {
        if (m_rules.next) {
            const auto next = evaluate(m_rules.next, m_scope, "next");
            return isEnd(next) ? std::string() : asText(next);
        }
        if (m_rules.kind == PaginationKind::LinkHeader) {
            return linkTarget(m_input.response["headers"][m_rules.header].asString(), m_rules.relation);
        }
        const auto body = m_input.response["body"];
        const auto v4 = body["@odata.nextLink"];
        return std::string((v4.isString() ? v4 : body["d"]["__next"]).asString());
    }

    [[nodiscard]] Result<std::optional<PagePosition>> urlPosition(const std::string& reference) const
    {
        if (reference.empty()) {
            return std::optional<PagePosition>();
        }
        GH_ASSIGN(const Url url, m_input.requestUrl.resolve(reference));
        if (!url.sameOrigin(m_input.requestUrl)) {
            return fail(Errc::ConfigError, "the provider's next page is on another host (" + url.authority()
                                               + "); it is not followed, because credentials would go there");
        }
        PagePosition position;
        position.first = false;
        position.url = url.target();
        return std::optional(std::move(position));
    }

    /// Without a rule of its own: go on while pages are full. Where the provider's largest page is not known,
    /// a short one may be all that it gives at once: go on until a page is empty.
    [[nodiscard]] Result<std::optional<PagePosition>> numberedPosition(const json::Value& next) const
    {
        PagePosition position;
        position.first = false;
        if (m_rules.next) {
            const auto number = isEnd(next) ? std::nullopt : asNumber(next);
            if (!number) {
                return std::optional<PagePosition>();
            }
            position.number = *number;
            return std::optional(std::move(position));
        }
        const bool sizeKnown = m_input.pageSize > 0 && m_rules.maxPageSize > 0;
        const bool full = count() > 0 && (m_rules.hasMore || !sizeKnown || count() >= m_input.pageSize);
        if (!full) {
            return std::optional<PagePosition>();
        }
        const auto step = m_rules.kind == PaginationKind::Page ? std::int64_t{1} : count();
        position.number = m_input.position.number + step;
        return std::optional(std::move(position));
    }

    [[nodiscard]] Result<std::optional<PagePosition>> dynamicPosition(const json::Value& next) const
    {
        if (next["url"].isString()) {
            return urlPosition(std::string(next["url"].asString()));
        }
        PagePosition position;
        position.first = false;
        position.cursor = isEnd(next["cursor"]) ? std::string() : asText(next["cursor"]);
        position.number = next["offset"].isNumber() ? next["offset"].asInt() : next["page"].asInt();
        const bool none = position.cursor.empty() && position.number == 0;
        return none ? std::optional<PagePosition>() : std::optional(std::move(position));
    }

    [[nodiscard]] bool samePlace(const PagePosition& next) const
    {
        const auto& last = m_input.position;
        if (!next.url.empty()) {
            return next.url == m_input.requestUrl.target();
        }
        return !last.first && next.cursor == last.cursor && next.number == last.number;
    }

    const PaginationDefinition& m_rules;
    const PageInput& m_input;
    json::Arena& m_arena;
    json::Value m_scope;
    Page m_page;
};

std::int64_t chosenSize(const PaginationDefinition& rules, std::int64_t wish)
{
    const auto size = wish > 0 ? wish : rules.defaultPageSize;
    return rules.maxPageSize > 0 ? std::min(size, rules.maxPageSize) : size;
}

Status addClause(const PaginationDefinition& rules, const PagePosition& position, PageRequest& request)
{
    json::Arena arena;
    const auto input = arena.object({{"offset", json::Value::integer(position.number)},
                                     {"page_size", json::Value::integer(request.pageSize)}});
    GH_ASSIGN(request.appendText, rules.clause.render(input));
    request.appendTo = rules.parameter;
    return {};
}

} // namespace

PagePosition firstPage(const PaginationDefinition& rules)
{
    PagePosition position;
    position.number = isNumbered(rules.kind) ? rules.first : 0;
    return position;
}

Result<PageRequest> pageRequest(const PaginationDefinition& rules, const PagePosition& position,
                                std::int64_t wish)
{
    PageRequest request;
    if (rules.kind == PaginationKind::None) {
        return request;
    }
    request.pageSize = chosenSize(rules, wish);
    if (!position.url.empty()) {
        request.url = position.url;
        return request;
    }
    if (rules.kind == PaginationKind::SqlOffset) {
        GH_TRY(addClause(rules, position, request));
        return request;
    }
    auto& target = rules.place == config::ParameterPlace::Body ? request.body : request.query;
    request.bodyNumbers = rules.place == config::ParameterPlace::Body;
    if (!rules.limitParameter.empty() && request.pageSize > 0) {
        target.emplace_back(rules.limitParameter, std::to_string(request.pageSize));
    }
    if (rules.parameter.empty()) {
        return request;
    }
    if (isNumbered(rules.kind)) {
        target.emplace_back(rules.parameter, std::to_string(position.number));
    } else if (!position.cursor.empty()) {
        target.emplace_back(rules.parameter, position.cursor);
    }
    return request;
}

Result<Page> readPage(const PaginationDefinition& rules, const PageInput& input, json::Arena& arena)
{
    return PageReader(rules, input, arena).read();
}

} // namespace gatehouse::paging
