// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/text_rules.h"

#include "core/json/pointer.h"
#include "core/schema/pattern.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace gatehouse::schema {
namespace {

bool contains(std::span<const std::string_view> words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// The branch of a oneOf or anyOf that only stands beside {"type":"null"}; nothing when the choice is real.
std::optional<std::size_t> onlyRealBranch(const json::Value& branches)
{
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        if (branches[i]["type"].asString() == "null") {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = i;
    }
    return found;
}

} // namespace

/// Walks a schema once, moving `pattern` and `format` into rules wherever they hold unconditionally. Below
/// not, if, contains and real choices they stay where they are: there valijson decides what they mean.
class TextRuleBuilder
{
public:
    TextRuleBuilder(TextRules& rules, json::Arena& arena)
        : m_rules(rules)
        , m_arena(arena)
    {}

    [[nodiscard]] Result<json::Value> build(const json::Value& schema)
    {
        m_rules.m_root = ruleAt("");
        return walk(schema, "");
    }

private:
    TextRule* ruleAt(const std::string& pointer)
    {
        auto& slot = m_byPointer[pointer];
        if (slot == nullptr) {
            m_rules.m_all.push_back(std::make_unique<TextRule>());
            slot = m_rules.m_all.back().get();
        }
        return slot;
    }

    [[nodiscard]] Result<json::Value> walk(const json::Value& schema, const std::string& pointer)
    {
        if (!schema.isObject()) {
            return schema;
        }
        TextRule& rule = *ruleAt(pointer);
        std::vector<json::Member> kept;
        for (const auto& member : schema.members()) {
            GH_ASSIGN(const json::Value value,
                      keyword(rule, member, json::appendToken(pointer, member.name)));
            if (!value.isUndefined()) {
                kept.push_back({member.name, value});
            }
        }
        return m_arena.object(kept);
    }

    /// What is left of one keyword; Undefined when it was taken out.
    [[nodiscard]] Result<json::Value> keyword(TextRule& rule, const json::Member& member,
                                              const std::string& pointer)
    {
        static constexpr std::array<std::string_view, 2> kMaps{"definitions", "$defs"};
        const auto& [name, value] = member;
        if (name == "pattern" && value.isString()) {
            GH_ASSIGN(rule.pattern, Pattern::compile(value.asString()));
            rule.patternText = value.asString();
            return json::Value();
        }
        if (name == "format" && value.isString()) {
            rule.format = value.asString();
            return json::Value();
        }
        if (name == "$ref" && value.asString().starts_with('#')) {
            rule.others.push_back(ruleAt(std::string(value.asString().substr(1))));
            return value;
        }
        if (name == "properties") {
            return properties(rule, value, pointer);
        }
        if (name == "items" && value.isObject()) {
            rule.items = ruleAt(pointer);
            return walk(value, pointer);
        }
        if (name == "additionalProperties" && value.isObject()) {
            rule.additional = ruleAt(pointer);
            return walk(value, pointer);
        }
        if (name == "allOf" || name == "oneOf" || name == "anyOf") {
            return branches(rule, member, pointer);
        }
        return contains(kMaps, name) ? mapOf(value, pointer) : Result<json::Value>(value);
    }

    [[nodiscard]] Result<json::Value> properties(TextRule& rule, const json::Value& value,
                                                 const std::string& pointer)
    {
        for (const auto& member : value.members()) {
            rule.properties.emplace(member.name, ruleAt(json::appendToken(pointer, member.name)));
        }
        return mapOf(value, pointer);
    }

    [[nodiscard]] Result<json::Value> mapOf(const json::Value& value, const std::string& pointer)
    {
        std::vector<json::Member> kept;
        for (const auto& member : value.members()) {
            GH_ASSIGN(const json::Value left, walk(member.value, json::appendToken(pointer, member.name)));
            kept.push_back({member.name, left});
        }
        return m_arena.object(kept);
    }

    [[nodiscard]] Result<json::Value> branches(TextRule& rule, const json::Member& member,
                                               const std::string& pointer)
    {
        const auto only = onlyRealBranch(member.value);
        if (member.name != "allOf" && !only) {
            return member.value;
        }
        std::vector<json::Value> kept;
        for (std::size_t i = 0; i < member.value.size(); ++i) {
            const auto at = json::appendToken(pointer, std::to_string(i));
            if (member.name == "allOf" || i == *only) {
                rule.others.push_back(ruleAt(at));
            }
            GH_ASSIGN(const json::Value left, walk(member.value[i], at));
            kept.push_back(left);
        }
        return m_arena.array(kept);
    }

    TextRules& m_rules;
    json::Arena& m_arena;
    std::map<std::string, TextRule*, std::less<>> m_byPointer;
};

namespace {

/// Runs rules over a value. A reference that leads back to itself on the same value is followed once.
class TextRuleRun
{
public:
    TextRuleRun(std::vector<Violation>& violations, std::size_t maxViolations)
        : m_violations(violations)
        , m_max(maxViolations)
    {}

    void run(const TextRule& rule, const json::Value& value, const std::string& pointer, int hops = 0)
    {
        if (rule.idle() || m_violations.size() >= m_max || hops > kMaxHops) {
            return;
        }
        if (value.isString()) {
            text(rule, value.asString(), pointer);
        }
        for (const auto& member : value.members()) {
            const auto named = rule.properties.find(member.name);
            const auto* child = named != rule.properties.end() ? named->second : rule.additional;
            if (child != nullptr && !child->idle()) {
                run(*child, member.value, json::appendToken(pointer, member.name));
            }
        }
        if (rule.items != nullptr && !rule.items->idle()) {
            for (std::size_t i = 0; i < value.items().size(); ++i) {
                run(*rule.items, value[i], json::appendToken(pointer, std::to_string(i)));
            }
        }
        for (const auto* other : rule.others) {
            run(*other, value, pointer, hops + 1);
        }
    }

private:
    static constexpr int kMaxHops = 32;

    void text(const TextRule& rule, std::string_view value, const std::string& pointer)
    {
        if (rule.pattern && !rule.pattern->found(value)) {
            m_violations.push_back({pointer, "does not match the pattern " + rule.patternText});
        }
        if (!rule.format.empty() && !hasFormat(rule.format, value)) {
            m_violations.push_back({pointer, "is not of the format " + rule.format});
        }
    }

    std::vector<Violation>& m_violations;
    std::size_t m_max;
};

} // namespace

Result<json::Value> TextRules::extract(const json::Value& schema, json::Arena& arena, TextRules& rules)
{
    return TextRuleBuilder(rules, arena).build(schema);
}

void TextRules::check(const json::Value& value, std::vector<Violation>& violations,
                      std::size_t maxViolations) const
{
    if (m_root != nullptr) {
        TextRuleRun(violations, maxViolations).run(*m_root, value, "");
    }
}

} // namespace gatehouse::schema
