// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/quick_check.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::schema {
namespace {

constexpr int kMaxDepth = 128;

enum TypeBit : std::uint16_t
{
    kNull = 1U << 0U,
    kBoolean = 1U << 1U,
    kInteger = 1U << 2U,
    kNumber = 1U << 3U,
    kString = 1U << 4U,
    kArray = 1U << 5U,
    kObject = 1U << 6U
};

std::uint16_t typeBit(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, TypeBit>, 7> kNames{{{"null", kNull},
                                                                          {"boolean", kBoolean},
                                                                          {"integer", kInteger},
                                                                          {"number", kNumber},
                                                                          {"string", kString},
                                                                          {"array", kArray},
                                                                          {"object", kObject}}};
    const auto* found = std::ranges::find(kNames, name, &std::pair<std::string_view, TypeBit>::first);
    return found == kNames.end() ? std::uint16_t{0} : static_cast<std::uint16_t>(found->second);
}

/// All bits that describe a value: 1 is an integer and a number.
std::uint16_t bitsOf(const json::Value& value)
{
    switch (value.type()) {
    case json::Type::Null:
        return kNull;
    case json::Type::Bool:
        return kBoolean;
    case json::Type::Int:
    case json::Type::UInt:
        return kInteger | kNumber;
    case json::Type::Double:
    case json::Type::Decimal: {
        const double number = value.asDouble();
        return std::trunc(number) == number ? kInteger | kNumber : kNumber;
    }
    case json::Type::String:
        return kString;
    case json::Type::Array:
        return kArray;
    case json::Type::Object:
        return kObject;
    default:
        return 0;
    }
}

double codePoints(std::string_view text)
{
    return static_cast<double>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool saysNothing(std::string_view keyword)
{
    constexpr std::array<std::string_view, 12> kAnnotations{
        "title",   "description", "$schema",  "$id",       "definitions", "$defs",
        "default", "examples",    "readOnly", "writeOnly", "$comment",    "format"};
    return std::ranges::find(kAnnotations, keyword) != kAnnotations.end() || keyword == "pattern";
}

} // namespace

/// Reads a schema into rules, one for each place; references share the rule of their target.
class QuickCheckBuilder
{
public:
    using Rule = QuickCheck::Rule;

    QuickCheckBuilder(QuickCheck& check, const json::Value& root)
        : m_check(check)
        , m_root(root)
    {}

    const Rule* at(const std::string& pointer)
    {
        auto& slot = m_byPointer[pointer];
        if (slot != nullptr) {
            return slot;
        }
        m_check.m_rules.push_back(std::make_unique<Rule>());
        slot = m_check.m_rules.back().get();
        Rule& rule = *slot;
        const auto schema = json::at(m_root, pointer);
        rule.known = schema && schema->isObject();
        for (const auto& member : rule.known ? schema->members() : std::span<const json::Member>()) {
            rule.known = read(rule, member, json::appendToken(pointer, member.name)) && rule.known;
        }
        return &rule;
    }

private:
    /// False for a keyword that is not understood.
    bool read(Rule& rule, const json::Member& member, const std::string& pointer)
    {
        const auto& [name, value] = member;
        if (saysNothing(name) || readLimit(rule, name, value)) {
            return true;
        }
        if (name == "type") {
            return readType(rule, value);
        }
        if (name == "enum") {
            return readEnum(rule, value);
        }
        if (name == "required") {
            for (const auto& item : value.items()) {
                rule.required.push_back(item.asString());
            }
            return true;
        }
        return readNested(rule, name, value, pointer);
    }

    bool readNested(Rule& rule, std::string_view name, const json::Value& value, const std::string& pointer)
    {
        if (name == "properties") {
            for (const auto& member : value.members()) {
                rule.properties.emplace(member.name, at(json::appendToken(pointer, member.name)));
            }
            return true;
        }
        if (name == "additionalProperties") {
            rule.closed = value.isBool() && !value.asBool();
            rule.additional = value.isObject() ? at(pointer) : nullptr;
            return true;
        }
        if (name == "items" && value.isObject()) {
            rule.items = at(pointer);
            return true;
        }
        if (name == "$ref" && value.asString().starts_with('#')) {
            rule.all.push_back(at(std::string(value.asString().substr(1))));
            return true;
        }
        if (name == "allOf") {
            for (std::size_t i = 0; i < value.size(); ++i) {
                rule.all.push_back(at(json::appendToken(pointer, std::to_string(i))));
            }
            return true;
        }
        return readNullable(rule, name, value, pointer);
    }

    /// oneOf [{"type":"null"}, X] in either order, where X itself refuses null by its type.
    bool readNullable(Rule& rule, std::string_view name, const json::Value& value, const std::string& pointer)
    {
        if ((name != "oneOf" && name != "anyOf") || value.size() != 2 || rule.orNull != nullptr) {
            return false;
        }
        const bool firstIsNull = value[std::size_t{0}]["type"].asString() == "null";
        const bool secondIsNull = value[std::size_t{1}]["type"].asString() == "null";
        if (firstIsNull == secondIsNull) {
            return false;
        }
        rule.orNull = at(json::appendToken(pointer, firstIsNull ? "1" : "0"));
        return true;
    }

    static bool readType(Rule& rule, const json::Value& value)
    {
        if (value.isString()) {
            rule.types = typeBit(value.asString());
            return rule.types != 0;
        }
        for (const auto& item : value.items()) {
            rule.types = static_cast<std::uint16_t>(rule.types | typeBit(item.asString()));
        }
        return rule.types != 0;
    }

    static bool readEnum(Rule& rule, const json::Value& value)
    {
        rule.hasEnum = true;
        for (const auto& item : value.items()) {
            if (item.isString()) {
                rule.texts.push_back(item.asString());
            } else if (item.isNull()) {
                rule.nullText = true;
            } else {
                return false;
            }
        }
        return true;
    }

    static bool readLimit(Rule& rule, std::string_view name, const json::Value& value)
    {
        const std::array<std::pair<std::string_view, std::optional<double>*>, 6> limits{
            {{"minimum", &rule.number.least},
             {"maximum", &rule.number.most},
             {"minLength", &rule.length.least},
             {"maxLength", &rule.length.most},
             {"minItems", &rule.count.least},
             {"maxItems", &rule.count.most}}};
        for (const auto& [keyword, target] : limits) {
            if (keyword == name && value.isNumber()) {
                *target = value.asDouble();
                return true;
            }
        }
        return false;
    }

    QuickCheck& m_check;
    json::Value m_root;
    std::map<std::string, Rule*, std::less<>> m_byPointer;
};

QuickCheck::QuickCheck(const json::Value& schema)
{
    m_root = QuickCheckBuilder(*this, schema).at("");
}

bool QuickCheck::surelyValid(const json::Value& value) const
{
    return m_root != nullptr && valid(*m_root, value, 0);
}

bool QuickCheck::valid(const Rule& rule, const json::Value& value, int depth)
{
    if (!rule.known || depth > kMaxDepth || (rule.types != 0 && (rule.types & bitsOf(value)) == 0)) {
        return false;
    }
    if (!validScalar(rule, value) || (value.isObject() && !validMembers(rule, value, depth))) {
        return false;
    }
    if (value.isArray()) {
        const auto each = [&](const json::Value& item) { return valid(*rule.items, item, depth + 1); };
        if (!rule.count.hold(static_cast<double>(value.size()))
            || (rule.items != nullptr && !std::ranges::all_of(value.items(), each))) {
            return false;
        }
    }
    if (rule.orNull != nullptr && !value.isNull() && !valid(*rule.orNull, value, depth + 1)) {
        return false;
    }
    return std::ranges::all_of(rule.all, [&](const Rule* other) { return valid(*other, value, depth + 1); });
}

bool QuickCheck::validScalar(const Rule& rule, const json::Value& value)
{
    if (rule.hasEnum) {
        const bool allowed =
            value.isNull()
                ? rule.nullText
                : value.isString() && std::ranges::find(rule.texts, value.asString()) != rule.texts.end();
        if (!allowed) {
            return false;
        }
    }
    if (value.isString() && (rule.length.least || rule.length.most)) {
        return rule.length.hold(codePoints(value.asString()));
    }
    return !value.isNumber() || rule.number.hold(value.asDouble());
}

bool QuickCheck::validMembers(const Rule& rule, const json::Value& value, int depth)
{
    for (const auto& name : rule.required) {
        if (!value.contains(name)) {
            return false;
        }
    }
    if (rule.properties.empty() && !rule.closed && rule.additional == nullptr) {
        return true;
    }
    for (const auto& member : value.members()) {
        const auto named = rule.properties.find(member.name);
        const auto* child = named != rule.properties.end() ? named->second : rule.additional;
        if (named == rule.properties.end() && rule.closed) {
            return false;
        }
        if (child != nullptr && !valid(*child, member.value, depth + 1)) {
            return false;
        }
    }
    return true;
}

} // namespace gatehouse::schema
