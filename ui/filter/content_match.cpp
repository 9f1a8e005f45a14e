// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/content_match.h"

#include "core/base/url.h"
#include "core/json/parse.h"
#include "core/json/xml.h"
#include "ui/filter/filter_value.h"
#include "ui/text/ascii.h"
#include "ui/text/json_search.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::ui {

namespace {

/// Three-valued: nothing is not known.
using Found = std::optional<bool>;

constexpr std::size_t kLongestNumber = 64;

/// A number, or a text that is one as a whole by JSON's grammar ("007" and "1,5" are not).
json::Document numberOf(const json::Value& value)
{
    if (value.isNumber()) {
        return {nullptr, value};
    }
    const auto text = value.asString();
    const bool maybe = !text.empty() && text.size() <= kLongestNumber
                       && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
    auto parsed = maybe ? json::parse(text) : Result<json::Document>();
    return parsed && (*parsed)->isNumber() ? *std::move(parsed) : json::Document();
}

/// Below, equal or above 0; integers exactly, the rest as doubles, as json::Value compares.
int compareNumbers(const json::Value& a, const json::Value& b)
{
    if (a == b) {
        return 0;
    }
    if (a.type() == json::Type::Int && b.type() == json::Type::Int) {
        return a.asInt() < b.asInt() ? -1 : 1;
    }
    if (a.type() == json::Type::UInt && b.type() == json::Type::UInt) {
        return a.asUInt() < b.asUInt() ? -1 : 1;
    }
    return a.asDouble() < b.asDouble() ? -1 : a.asDouble() > b.asDouble() ? 1 : 0;
}

bool fitsOrder(Comparison comparison, int sign)
{
    switch (comparison) {
    case Comparison::Less:
        return sign < 0;
    case Comparison::LessOrEqual:
        return sign <= 0;
    case Comparison::Greater:
        return sign > 0;
    default:
        return sign >= 0;
    }
}

bool timeOrdered(Comparison comparison, const ContentValue& wanted, const json::Value& value)
{
    const auto read = readFilterValue(FieldKind::Time, value.asString());
    if (!read) {
        return false;
    }
    const double time = read->low;
    switch (comparison) {
    case Comparison::Less:
        return time < wanted.earliest;
    case Comparison::LessOrEqual:
        return time <= *wanted.until;
    case Comparison::Greater:
        return time > *wanted.until;
    default:
        return time >= wanted.earliest;
    }
}

bool isValue(const ContentValue& wanted, const json::Value& value)
{
    if (wanted.quoted) {
        return value.isString() && globNoCase(value.asString(), wanted.pattern);
    }
    if (wanted.number->isNumber()) {
        const auto number = numberOf(value);
        return (number->isNumber() && *number == *wanted.number)
               || (value.isString() && globNoCase(value.asString(), wanted.pattern));
    }
    if (value.isString()) {
        return globNoCase(value.asString(), wanted.pattern);
    }
    return globNoCase(jsonScalarText(value), wanted.pattern);
}

/// Whether a scalar is what the term wants of it.
class ScalarTest
{
public:
    ScalarTest(const ContentTerm& term, const std::function<bool()>& stop)
        : m_term(term)
        , m_stop(stop)
    {}

    [[nodiscard]] Found operator()(const json::Value& value) const
    {
        switch (m_term.comparison) {
        case Comparison::Regex:
            return regex(value);
        case Comparison::Contains:
            return anyValue([&](const ContentValue& wanted) {
                return value.isString() ? containsNoCase(value.asString(), wanted.pattern)
                                        : containsNoCase(jsonScalarText(value), wanted.pattern);
            });
        case Comparison::Is:
        case Comparison::IsNot:
            return anyValue([&](const ContentValue& wanted) { return isValue(wanted, value); });
        default:
            return inOrder(value);
        }
    }

private:
    template <class Test>
    [[nodiscard]] bool anyValue(Test test) const
    {
        return std::any_of(m_term.values.begin(), m_term.values.end(), test);
    }

    [[nodiscard]] Found regex(const json::Value& value) const
    {
        const auto scalar = value.isString() ? std::string() : jsonScalarText(value);
        const auto found = m_term.regex.search(value.isString() ? value.asString() : scalar, m_stop);
        return found == RegexFound::GaveUp ? Found() : Found(found == RegexFound::Yes);
    }

    [[nodiscard]] bool inOrder(const json::Value& value) const
    {
        const auto number = numberOf(value);
        return anyValue([&](const ContentValue& wanted) {
            if (wanted.number->isNumber()) {
                return number->isNumber()
                       && fitsOrder(m_term.comparison, compareNumbers(*number, *wanted.number));
            }
            return wanted.until && timeOrdered(m_term.comparison, wanted, value);
        });
    }

    const ContentTerm& m_term;
    const std::function<bool()>& m_stop;
};

/// Yes once one says yes; not known when one of the others is not.
Found either(Found a, Found b)
{
    if ((a && *a) || (b && *b)) {
        return true;
    }
    return a && b ? Found(false) : Found();
}

/// Goes a term's path through one document.
class PathWalk
{
public:
    PathWalk(const ContentTerm& term, const std::function<bool()>& stop)
        : m_path(term.path)
        , m_test(term, stop)
        , m_anything(term.comparison == Comparison::Is && term.values.size() == 1
                     && term.values.front().pattern == "*" && !term.values.front().quoted)
    {}

    [[nodiscard]] Found from(const json::Value& value, std::size_t step = 0) const
    {
        if (step == m_path.size()) {
            return end(value);
        }
        const auto& wanted = m_path[step];
        if (value.isObject()) {
            const auto* member = wanted.any ? nullptr : value.find(wanted.name);
            return member == nullptr ? Found(false) : from(member->value, step + 1);
        }
        if (!value.isArray()) {
            return false;
        }
        std::size_t index = 0;
        const char* last = wanted.name.data() + wanted.name.size();
        const auto [stopped, problem] = std::from_chars(wanted.name.data(), last, index);
        if (!wanted.any && problem == std::errc{} && stopped == last) {
            const auto element = value[index];
            return element.isUndefined() ? Found(false) : from(element, step + 1);
        }
        return eachElement(value, wanted.any ? step + 1 : step);
    }

private:
    [[nodiscard]] Found eachElement(const json::Value& array, std::size_t step) const
    {
        Found found = false;
        for (const auto& element : array.items()) {
            found = either(found, from(element, step));
            if (found && *found) {
                break;
            }
        }
        return found;
    }

    [[nodiscard]] Found end(const json::Value& value) const
    {
        if (m_anything) {
            return true;
        }
        if (value.isArray()) {
            return eachElement(value, m_path.size());
        }
        return value.isObject() ? Found(false) : m_test(value);
    }

    const ContentPath& m_path;
    ScalarTest m_test;
    bool m_anything;
};

std::string_view headerOf(const RecordedContent& content, std::string_view name)
{
    for (const auto& field : content.headers) {
        if (equalsNoCase(field.name, name)) {
            return field.value;
        }
    }
    return {};
}

/// A body that is parsed when a path first asks for it, and once.
class LazyBody
{
public:
    LazyBody(const RecordedBody& body, std::string_view contentType)
        : m_body(body)
        , m_contentType(contentType)
    {}

    [[nodiscard]] Found walk(const ContentTerm& term, const std::function<bool()>& stop)
    {
        if (!m_body.whole || m_body.bytes.size() > kMaxParsedBody) {
            return {};
        }
        if (cannotHold(term.path)) {
            return false;
        }
        if (!m_read) {
            m_read = true;
            m_document = readBody(m_body.bytes, m_contentType);
        }
        return m_document ? PathWalk(term, stop).from(m_document->root()) : Found(false);
    }

private:
    /// A name that does not stand in JSON without escapes is no member of it: most bodies need no parsing.
    [[nodiscard]] bool cannotHold(const ContentPath& path)
    {
        const std::string_view text = m_body.bytes;
        const auto first = text.find_first_not_of(" \t\r\n");
        const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
        const auto named = std::find_if(path.rbegin(), path.rend(), [](const ContentStep& step) {
            return !step.any && step.name.find_first_not_of("0123456789") != std::string::npos;
        });
        return json && named != path.rend() && text.find(named->name) == std::string_view::npos
               && text.find('\\') == std::string_view::npos;
    }

    const RecordedBody& m_body;
    std::string_view m_contentType;
    bool m_read = false;
    std::optional<json::Document> m_document;
};

/// Anywhere in a long text.
Found anywhere(const ContentTerm& term, std::string_view text, const std::function<bool()>& stop)
{
    if (term.comparison == Comparison::Regex) {
        const auto result = term.regex.search(text, stop);
        return result == RegexFound::GaveUp ? Found() : Found(result == RegexFound::Yes);
    }
    return std::any_of(term.values.begin(), term.values.end(), [&](const ContentValue& wanted) {
        const bool stars = term.comparison == Comparison::Is && wanted.pattern.find('*') != std::string::npos;
        return stars ? globNoCase(text, '*' + wanted.pattern + '*') : containsNoCase(text, wanted.pattern);
    });
}

Found inText(const ContentTerm& term, const RecordedBody& body, const std::function<bool()>& stop)
{
    const auto found = anywhere(term, body.bytes, stop);
    return body.whole || (found && *found) ? found : Found();
}

Found inHeaders(const ContentTerm& term, const RecordedContent& content, const std::function<bool()>& stop)
{
    const ScalarTest test(term, stop);
    Found found = false;
    for (const auto& field : content.headers) {
        if (term.header.empty()) {
            found = either(found, anywhere(term, field.name + ": " + field.value, stop));
        } else if (equalsNoCase(field.name, term.header)) {
            found = either(found, test(json::Value::string(field.value)));
        }
    }
    return found;
}

} // namespace

std::optional<json::Document> readBody(std::string_view body, std::string_view contentType)
{
    const auto first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    if (containsNoCase(contentType, "x-www-form-urlencoded")) {
        auto arena = std::make_shared<json::Arena>();
        json::ObjectBuilder out(*arena);
        for (const auto& [name, value] : parseQuery(body)) {
            out.set(name, value);
        }
        const auto root = out.build();
        return json::Document(std::move(arena), root);
    }
    auto parsed = body[first] == '<' ? json::parseXml(body.substr(first)) : json::parse(body.substr(first));
    return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

ContentMatcher::ContentMatcher(std::shared_ptr<const ContentTerms> terms, const Clock& clock,
                               std::function<bool()> stopped)
    : m_terms(std::move(terms))
    , m_clock(clock)
    , m_stopped(std::move(stopped))
{}

ContentVerdict ContentMatcher::look(const RecordedContent& content) const
{
    const std::function<bool()> stop = [this, end = m_clock.steady() + kMaxRegexTime] {
        return m_stopped() || m_clock.steady() > end;
    };
    const auto type = headerOf(content, "content-type");
    std::vector<LazyBody> bodies;
    for (const auto& body : content.bodies) {
        bodies.emplace_back(body, content.bodies.size() == 1 ? type : std::string_view());
    }
    ContentVerdict verdict;
    for (std::size_t i = 0; i < m_terms->size() && !m_stopped(); ++i) {
        const auto& term = (*m_terms)[i];
        Found found = content.known ? Found(false) : Found();
        if (content.known && term.part == ContentTerm::Part::Headers) {
            found = inHeaders(term, content, stop);
        } else if (content.known) {
            for (std::size_t body = 0; body < bodies.size() && !(found && *found); ++body) {
                found = either(found, term.path.empty() ? inText(term, content.bodies[body], stop)
                                                        : bodies[body].walk(term, stop));
            }
        }
        verdict.known |= found ? std::uint32_t{1} << i : 0U;
        verdict.found |= found && *found ? std::uint32_t{1} << i : 0U;
    }
    return verdict;
}

} // namespace gatehouse::ui
