// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/functions/matching.h"

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {

MatchWalk::Step MatchWalk::next(FoundMatch& out)
{
    const Callable& callable = callableOf(m_pattern);
    return callable.kind == CallableKind::Regex
               ? nextRegex(out, *static_cast<const RegexCallable&>(callable).regex)
               : nextCall(out);
}

MatchWalk::Step MatchWalk::nextRegex(FoundMatch& out, const Regex& regex)
{
    const bool first = !m_started;
    m_started = true;
    if (!first && m_from >= m_subject.size()) {
        return Step::Done;
    }
    const RegexOutcome outcome = regex.match(m_subject, m_from, m_match, m_evaluator.regexBudget());
    if (outcome == RegexOutcome::TooMuchWork) {
        m_evaluator.raise("D1013", Value::string("more steps in regular expressions"));
        return Step::Failed;
    }
    if (!m_evaluator.tick()) {
        return Step::Failed;
    }
    if (outcome == RegexOutcome::NoMatch) {
        return Step::Done;
    }
    const RegexSpan whole = m_match.whole();
    if (whole.begin == whole.end && !first) {
        m_evaluator.raise("D1004");
        return Step::Failed;
    }
    out.begin = whole.begin;
    out.end = whole.end;
    out.text = whole.of(m_subject);
    out.groups.clear();
    for (std::size_t i = 1; i < m_match.groups.size(); ++i) {
        const RegexSpan group = m_match.groups[i];
        out.groups.push_back(group.matched() ? Value::string(group.of(m_subject)) : Value::null());
    }
    m_from = whole.end;
    return Step::Found;
}

MatchWalk::Step MatchWalk::nextCall(FoundMatch& out)
{
    Value subject = Value::string(m_subject);
    if (!m_started) {
        m_started = true;
        m_current = m_evaluator.apply(callableOf(m_pattern), std::span(&subject, 1), m_context);
    } else {
        const Value step = memberOf(m_current, "next");
        if (!isFunction(step)) {
            return Step::Done;
        }
        m_current = m_evaluator.apply(callableOf(step), {}, m_context);
    }
    if (failed(m_current)) {
        return Step::Failed;
    }
    return m_current.isUndefined() ? Step::Done : readObject(out);
}

MatchWalk::Step MatchWalk::readObject(FoundMatch& out)
{
    const Value start = memberOf(m_current, "start");
    const Value end = memberOf(m_current, "end");
    const Value groups = memberOf(m_current, "groups");
    if (!(start.isNumber() || end.isNumber() || groups.isArray()
          || isFunction(memberOf(m_current, "next")))) {
        m_evaluator.raise("T1010");
        return Step::Failed;
    }
    out.object = m_current;
    out.text = memberOf(m_current, "match").asString();
    const auto index = [](const Value& v) {
        return v.asInt() < 0 ? 0U : static_cast<std::size_t>(v.asInt());
    };
    out.begin = text::utf16ToByte(m_subject, index(start));
    out.end = std::max(out.begin, text::utf16ToByte(m_subject, index(end)));
    out.groups.assign(groups.items().begin(), groups.items().end());
    return m_evaluator.tick() ? Step::Found : Step::Failed;
}

Value MatchWalk::describe(const FoundMatch& match)
{
    if (!match.object.isUndefined()) {
        return match.object;
    }
    const auto index = [this](std::size_t byte) {
        return Value::integer(static_cast<std::int64_t>(utf16Index(byte)));
    };
    const std::array members = {
        Member{"match", Value::string(match.text)},
        Member{"start", index(match.begin)},
        Member{"end", index(match.end)},
        Member{"groups", m_evaluator.makeArray(match.groups, 0)},
    };
    return m_evaluator.makeObject(members, true);
}

/// What calling a regular expression gives, with a function for the next match.
Value Evaluator::matchObject(const Regex& regex, std::string_view subject, const RegexMatch& match)
{
    const RegexSpan whole = match.whole();
    std::vector<Value> groups;
    for (std::size_t i = 1; i < match.groups.size(); ++i) {
        const RegexSpan group = match.groups[i];
        groups.push_back(group.matched() ? Value::string(group.of(subject)) : Value::null());
    }
    auto* more = create<NextMatchCallable>();
    more->kind = CallableKind::NextMatch;
    more->regex = &regex;
    more->text = subject;
    more->from = whole.end;
    text::Utf16Cursor cursor(subject);
    const auto begin = static_cast<std::int64_t>(cursor.indexOf(whole.begin));
    const auto end = static_cast<std::int64_t>(cursor.indexOf(whole.end));
    const std::array members = {
        Member{"match", Value::string(whole.of(subject))},
        Member{"start", Value::integer(begin)},
        Member{"end", Value::integer(end)},
        Member{"groups", makeArray(groups, 0)},
        Member{"next", functionValue(*more)},
    };
    auto* kept = m_arena.allocateArray<Member>(members.size());
    std::copy(members.begin(), members.end(), kept);
    return ValueAccess::withMarks(Value::object({kept, members.size() - 1}), json::kHiddenNext);
}

} // namespace gatehouse::jsonata
